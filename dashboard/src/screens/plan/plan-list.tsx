import { Badge, Button, Card, Group, List, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import type { Billing } from "./plan-query.ts";
import { useLeave } from "./use-leave.ts";

type Offer = Billing["plans"][number];
type Name = Offer["plan"];

/** Every plan beside the others, with the way to those that are higher. */
export function PlanList({ billing }: { readonly billing: Billing }) {
  const { plans, plan, canBuy } = billing;
  const standing = plans.findIndex((one) => one.plan === plan);
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("plan.others")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {plans.map((offer, at) => (
          <Card key={offer.plan} withBorder>
            <Stack gap="sm" h="100%" justify="space-between">
              <What offer={offer} isMine={at === standing} />
              {at > standing && <Way offer={offer} canBuy={canBuy} />}
            </Stack>
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function What({ offer, isMine }: { readonly offer: Offer; readonly isMine: boolean }) {
  const { plan, writesPerDay, features } = offer;
  const writes =
    writesPerDay === null ? t("plan.writes.all") : t("plan.writes", { count: formatNumber(writesPerDay) });
  return (
    <Stack gap="xs">
      <Group gap={8}>
        <Title order={3} size="h5">
          {plan}
        </Title>
        {isMine && <Badge variant="default">{t("plan.you")}</Badge>}
      </Group>
      <List size="sm">
        <List.Item>{writes}</List.Item>
        {features.map((feature) => (
          <List.Item key={feature}>{t(`plan.feature.${feature}`)}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

/** Whoever has a subscription changes it where it is managed. */
function Way({ offer, canBuy }: { readonly offer: Offer; readonly canBuy: boolean }) {
  if (offer.prices.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("plan.not-sold")}
      </Text>
    );
  }
  return canBuy ? <Buy plan={offer.plan} /> : null;
}

function Buy({ plan }: { readonly plan: Name }) {
  const leaving = useLeave(async () => {
    if (plan === "FREE") throw new Error("FREE costs nothing.");
    return (await ask(api.POST("/v2/billing/checkout-session", { body: { plan } }))).checkoutUrl;
  });
  return (
    <Button loading={leaving.isPending} onClick={() => leaving.mutate()}>
      {t("plan.choose", { plan })}
    </Button>
  );
}
