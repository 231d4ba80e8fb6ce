import { Anchor, Badge, Box, Group, Paper, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { HealthBadge } from "./health-badge.tsx";

const COLORS = { ACTIVE: "teal.9", PAUSED: "orange.9", DRAFT: "gray.7" } as const;

/** Says who works on a campaign. */
export function StatusBadge({ status }: { readonly status: Schemas["Campaign"]["status"] }) {
  return <Badge color={COLORS[status]}>{t(`campaigns.status.${status}`)}</Badge>;
}

/** Each campaign with its goal, its status, and how it was when it was last looked at. */
export function CampaignList({ campaigns }: { readonly campaigns: readonly Schemas["ListedCampaign"][] }) {
  const handle = useHandle();
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {campaigns.map(({ campaignId, name, goalType, status, health, primarySlug }) => (
        <Paper key={campaignId} component="li" withBorder p="sm">
          <Group justify="space-between" gap="sm">
            <Box miw={0} flex="1 1 220px">
              <Anchor
                fw={600}
                renderRoot={(props) => (
                  <Link {...props} to="/$handle/campaigns/$campaignId" params={{ handle, campaignId }} />
                )}
              >
                {name ?? campaignId}
              </Anchor>
              <Text size="sm" c="dimmed" className="cut">
                {t(`campaigns.goal.${goalType}`)} · /{primarySlug}
              </Text>
            </Box>
            <Group gap={6}>
              <StatusBadge status={status} />
              {status === "ACTIVE" &&
                (health === null ? (
                  <Badge variant="default">{t("campaigns.not-looked")}</Badge>
                ) : (
                  <HealthBadge status={health.status} />
                ))}
            </Group>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
