import { Alert, Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { formatDay } from "#text/format.ts";
import { t } from "#text/t.ts";
import type { Billing } from "./plan-query.ts";
import { useLeave } from "./use-leave.ts";

/** What somebody has, why, and until when. */
export function CurrentPlan({ billing }: { readonly billing: Billing }) {
  const { plan, subscription, canManage } = billing;
  const leaving = useLeave(async () => (await ask(api.POST("/v2/billing/portal-session"))).portalUrl);
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={2} size="h4">
              {t("plan.current")}
            </Title>
            <Badge color="indigo.8">{plan}</Badge>
          </Group>
          {canManage && (
            <Button variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
              {t("plan.manage")}
            </Button>
          )}
        </Group>
        {reasons(billing).map((reason) => (
          <Text key={reason}>{reason}</Text>
        ))}
        {subscription?.status === "past_due" && <Alert color="red">{t("plan.past-due")}</Alert>}
      </Stack>
    </Card>
  );
}

function reasons({ given, subscription }: Billing): readonly string[] {
  const said: string[] = [];
  if (given) {
    said.push(given.until ? t("plan.given.until", { day: formatDay(given.until) }) : t("plan.given"));
  }
  if (!subscription?.isLive) return said;
  if (subscription.endsAt) said.push(t("plan.ends", { day: formatDay(subscription.endsAt) }));
  else if (subscription.renewsAt) said.push(t("plan.renews", { day: formatDay(subscription.renewsAt) }));
  return said;
}
