import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useLiveEvents } from "#live/use-live-events.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const SHOWN = 12;
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** What happens while one looks. */
export function LiveFeed() {
  const { events, isOpen } = useLiveEvents(useHandle());
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t("live.title")}
          </Title>
          <Badge color={isOpen ? "teal.9" : "gray.7"}>{t(isOpen ? "live.open" : "live.closed")}</Badge>
        </Group>
        {events.length === 0 && <Text c="dimmed">{t("live.none")}</Text>}
        <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {events.slice(0, SHOWN).map(({ id, at, kind, slug, country, browser, bot }) => (
            <li key={id}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" className="cut">
                  <b>{kind}</b> /{slug}
                </Text>
                <Text size="xs" c="dimmed" className="cut">
                  {[country, browser, bot && t("live.bot"), TIME.format(new Date(at))]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
              </Group>
            </li>
          ))}
        </Stack>
      </Stack>
    </Paper>
  );
}
