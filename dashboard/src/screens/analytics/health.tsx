import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";

const COLORS = { PASS: "teal.9", PENDING: "orange.9", FAIL: "red.8" } as const;

/** How far the numbers can be trusted, and of one campaign whether it does well. */
export function Health({ answer }: { readonly answer: Schemas["Analytics"] }) {
  const { confidence, campaignHealth } = answer;
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t(campaignHealth ? "health.campaign" : "health.confidence")}
        </Title>
        {campaignHealth?.checks.map(({ name, status, message }) => (
          <Group key={name} gap="xs" wrap="nowrap" align="flex-start">
            <Badge color={COLORS[status]}>{t(`health.${status}`)}</Badge>
            <Text size="sm">{message}</Text>
          </Group>
        ))}
        {confidence && (
          <>
            <Text fw={600}>{t("health.score", { score: confidence.score })}</Text>
            {confidence.reasons.map((reason) => (
              <Text key={reason} size="sm" c="dimmed">
                {reason}
              </Text>
            ))}
          </>
        )}
      </Stack>
    </Paper>
  );
}
