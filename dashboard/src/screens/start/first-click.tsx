import { Alert, Anchor, Button, Group, Loader, Paper, Stack, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { useLiveEvents } from "#live/use-live-events.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { t } from "#text/t.ts";
import { endStarting } from "./starting.ts";

type Props = { readonly handle: string; readonly link: Schemas["Link"] };

/** Waits for somebody to follow the first link, and shows it the moment it happens. */
export function FirstClick({ handle, link }: Props) {
  const navigate = useNavigate();
  const { events, isOpen } = useLiveEvents(handle);
  const click = events.find(({ kind, slug }) => kind === "click" && slug === link.slug);
  const isClicked = click !== undefined || link.clicks > 0;
  return (
    <Paper withBorder p="lg" radius="lg">
      <Stack>
        <Title order={2} size="h4">
          {t("start.click.title")}
        </Title>
        <Text>{t("start.click.hint")}</Text>
        <Group>
          <Anchor href={link.shortUrl} target="_blank" rel="noopener" underline="always" className="slug">
            {link.shortUrl}
          </Anchor>
          <CopyButton value={link.shortUrl} />
        </Group>
        <div role="status">
          {isClicked ? (
            <Alert color="green" title={t("start.click.seen")}>
              {click === undefined
                ? t("start.click.before")
                : describe(click.browser, click.device, click.country)}
            </Alert>
          ) : (
            <Group gap="xs">
              <Loader size="xs" type="dots" />
              <Text size="sm">{isOpen ? t("start.click.waiting") : t("start.click.opening")}</Text>
            </Group>
          )}
        </div>
        {isClicked && (
          <Button
            onClick={() => {
              endStarting();
              void navigate({ to: "/$handle/analytics", params: { handle } });
            }}
          >
            {t("start.click.do")}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

const describe = (...parts: readonly string[]) =>
  parts.filter((part) => part !== "").join(" · ") || t("start.click.somebody");
