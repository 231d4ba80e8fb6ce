import { Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { formatNumber, formatShare } from "#text/format.ts";
import { type TextKey, t } from "#text/t.ts";

const NAMES: Readonly<Record<string, TextKey>> = {
  clicks: "total.clicks",
  qualified: "total.qualifiedClicks",
  qualifiedClicks: "total.qualifiedClicks",
  conversions: "total.conversions",
  revenue: "funnel.revenue",
};

/** From the click to the sale. */
export function Funnel({ answer }: { readonly answer: Schemas["Analytics"] }) {
  const steps = answer.funnel?.steps ?? [];
  if (steps.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("funnel.title")}
        </Title>
        {steps.map(({ name, count, rate }) => {
          const key = NAMES[name];
          const label = key === undefined ? name : t(key);
          return (
            <div key={name}>
              <Group justify="space-between">
                <Text size="sm">{label}</Text>
                <Text size="sm">
                  <b>{formatNumber(count)}</b> · {formatShare(rate)}
                </Text>
              </Group>
              <Progress value={rate * 100} aria-label={label} />
            </div>
          );
        })}
      </Stack>
    </Paper>
  );
}
