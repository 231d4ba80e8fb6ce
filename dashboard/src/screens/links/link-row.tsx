import { Anchor, Badge, Box, Checkbox, Group, Paper, Switch, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import { useEnable } from "./use-enable.ts";

type Props = {
  readonly link: Schemas["Link"];
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onTag: (tag: string) => void;
};

const COLORS = {
  LIVE: "teal.9",
  SCHEDULED: "blue.8",
  EXPIRED: "gray.7",
  DISABLED: "gray.7",
  EXHAUSTED: "orange.9",
};

/** One link in the list: what it is, what came of it, and its switch. */
export function LinkRow({ link, isChosen, onChoose, onTag }: Props) {
  const handle = useHandle();
  const { slug, title, destinationUrl, tags, clicks, status, enabled } = link;
  const enabling = useEnable(handle);
  return (
    <Paper withBorder px="sm" h="100%">
      <Group h="100%" wrap="nowrap" gap="sm">
        <Checkbox
          aria-label={t("links.choose", { slug })}
          checked={isChosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        <Box flex={1} miw={0}>
          <Group gap={8} wrap="nowrap">
            <Anchor
              className="slug cut"
              fw={600}
              renderRoot={(props) => <Link {...props} to="/$handle/links/$slug" params={{ handle, slug }} />}
            >
              /{slug}
            </Anchor>
            <Text size="sm" className="cut" visibleFrom="xs">
              {title}
            </Text>
          </Group>
          <Text size="sm" c="dimmed" className="cut" title={destinationUrl}>
            {destinationUrl}
          </Text>
        </Box>
        <Group gap={4} visibleFrom="md" maw={220} wrap="nowrap" style={{ overflow: "hidden" }}>
          {tags.slice(0, 3).map((tag) => (
            <Badge
              key={tag}
              component="button"
              type="button"
              variant="default"
              tt="none"
              style={{ cursor: "pointer" }}
              onClick={() => onTag(tag)}
            >
              {tag}
            </Badge>
          ))}
        </Group>
        <Box ta="right" miw={56}>
          <Text fw={600}>{formatNumber(clicks)}</Text>
          <Text size="xs" c="dimmed">
            {t("links.clicks")}
          </Text>
        </Box>
        <Badge color={COLORS[status]} visibleFrom="sm" miw={92}>
          {t(`links.status.${status}`)}
        </Badge>
        <Switch
          aria-label={t("links.enable", { slug })}
          checked={enabled}
          onChange={(event) => enabling.mutate({ slug, enabled: event.currentTarget.checked })}
        />
      </Group>
    </Paper>
  );
}
