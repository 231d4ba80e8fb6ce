import { Alert, Card, Progress, Stack, Text, Title } from "@mantine/core";
import { formatAgo, formatMoment, formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import { ChooseZone } from "./choose-zone.tsx";
import type { Billing } from "./plan-query.ts";

/** How far today goes, and when there is another day. */
export function PlanUsage({ writes }: { readonly writes: Billing["writes"] }) {
  const { used, limit, resetsAt, timeZone } = writes;
  const isUp = limit !== null && used >= limit;
  const said =
    limit === null
      ? t("plan.today.all", { used: formatNumber(used) })
      : t("plan.today.of", { used: formatNumber(used), limit: formatNumber(limit) });
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t("plan.today")}
        </Title>
        <Text>{said}</Text>
        {limit !== null && (
          <Progress
            value={limit === 0 ? 100 : Math.min(100, (used / limit) * 100)}
            color={isUp ? "red.8" : "indigo.7"}
            aria-label={t("plan.today")}
          />
        )}
        {isUp && <Alert color="red">{t("plan.today.up")}</Alert>}
        <Text size="sm" c="dimmed">
          {t("plan.today.resets", { ago: formatAgo(resetsAt), moment: formatMoment(resetsAt) })}{" "}
          {t("plan.today.hint")}
        </Text>
        <ChooseZone timeZone={timeZone} />
      </Stack>
    </Card>
  );
}
