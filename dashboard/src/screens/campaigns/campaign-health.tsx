import { Anchor, Box, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatAgo } from "#text/format.ts";
import { type TextKey, t } from "#text/t.ts";
import { healthQuery } from "./campaigns-query.ts";
import { HealthBadge } from "./health-badge.tsx";
import { useAttribute, useSaveCampaign, useTrial } from "./use-campaign.ts";

type Props = { readonly campaign: Schemas["Campaign"]; readonly onEdit: () => void };

/** Every check in words, and beside what does not pass the deed that helps. */
export function CampaignHealth({ campaign, onEdit }: Props) {
  const query = useQuery(healthQuery(useHandle(), campaign.campaignId));
  const trying = useTrial(campaign);
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={2} size="h4">
              {t("campaigns.health")}
            </Title>
            {query.data && <HealthBadge status={query.data.status} />}
          </Group>
          <Group gap="xs">
            <Button size="xs" variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
              {t("campaigns.try")}
            </Button>
            <Button size="xs" variant="default" loading={query.isFetching} onClick={() => query.refetch()}>
              {t("campaigns.look-again")}
            </Button>
          </Group>
        </Group>
        <Loaded query={query}>
          {({ checks, lastTold }) => (
            <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
              {checks.map((check) => (
                <Check key={check.name} check={check} campaign={campaign} onEdit={onEdit} />
              ))}
              {lastTold !== null && (
                <Text component="li" size="sm" c="dimmed">
                  {t("campaigns.last-told", {
                    status: t(`health.${lastTold.status}`),
                    when: formatAgo(lastTold.since),
                  })}
                </Text>
              )}
            </Stack>
          )}
        </Loaded>
      </Stack>
    </Paper>
  );
}

type CheckProps = Props & { readonly check: Schemas["CampaignHealth"]["checks"][number] };

function Check(props: CheckProps) {
  const { name, status, message, nextStep } = props.check;
  return (
    <li>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Box w={88} style={{ flexShrink: 0 }}>
          <HealthBadge status={status} />
        </Box>
        <Box flex={1} miw={0}>
          <Text size="sm" fw={600}>
            {nameOf(name)}
          </Text>
          <Text size="sm">{message}</Text>
          {nextStep !== null && (
            <>
              <Text size="sm" c="dimmed">
                {t("campaigns.next", { step: nextStep })}
              </Text>
              <Box mt={4}>
                <Remedy {...props} />
              </Box>
            </>
          )}
        </Box>
      </Group>
    </li>
  );
}

const NAMED = [
  "status",
  "primaryLink",
  "attribution",
  "trackingTemplate",
  "page",
  "clicks",
  "conversions",
  "bots",
  "freshness",
  "destinations",
  "analytics",
];

/** A check that this dashboard does not know yet is called what the API calls it. */
const nameOf = (name: string) => (NAMED.includes(name) ? t(`campaigns.check.${name}` as TextKey) : name);

/** What can be done about a check from here; about some there is nothing to be done but to wait. */
function Remedy({ check: { name }, campaign, onEdit }: CheckProps) {
  const handle = useHandle();
  const { primarySlug: slug, campaignId } = campaign;
  const saving = useSaveCampaign(campaign, () => undefined);
  const attributing = useAttribute(campaign);
  const small = { size: "xs", variant: "light" } as const;
  if (name === "status") {
    return (
      <Button
        {...small}
        loading={saving.isPending}
        onClick={() => saving.mutate({ status: "ACTIVE" }, { onError: notifyFailed })}
      >
        {t("campaigns.start.now")}
      </Button>
    );
  }
  if (name === "attribution") {
    return (
      <Button {...small} loading={attributing.isPending} onClick={() => attributing.mutate()}>
        {t("campaigns.attribute")}
      </Button>
    );
  }
  if (name === "primaryLink" || name === "trackingTemplate") {
    return (
      <Button {...small} onClick={onEdit}>
        {t("campaigns.edit-it")}
      </Button>
    );
  }
  if (name === "clicks") {
    return <CopyButton value={campaign.primaryUrl} label={t("campaigns.copy-link")} />;
  }
  if (name === "bots" || name === "conversions") {
    return (
      <Anchor
        size="sm"
        underline="always"
        renderRoot={(props) => (
          <Link
            {...props}
            to="/$handle/analytics"
            params={{ handle }}
            search={{ campaignId, ...(name === "bots" && { bots: true }) }}
          />
        )}
      >
        {t("campaigns.see-visitors")}
      </Anchor>
    );
  }
  if (name !== "destinations") return null;
  return (
    <Anchor
      size="sm"
      underline="always"
      renderRoot={(props) => <Link {...props} to="/$handle/links/$slug" params={{ handle, slug }} />}
    >
      {t("campaigns.see-link")}
    </Anchor>
  );
}
