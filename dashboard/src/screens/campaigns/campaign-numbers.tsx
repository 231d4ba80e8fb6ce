import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoney, formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import { numbersQuery } from "./campaigns-query.ts";

/** What came of a campaign in thirty days. */
export function CampaignNumbers({ campaign: { campaignId } }: { readonly campaign: Schemas["Campaign"] }) {
  const query = useQuery(numbersQuery(useHandle(), campaignId));
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("campaigns.numbers")}
      </Title>
      <Loaded query={query}>
        {({ totals: { clicks, qualifiedClicks, leads, conversions, revenue } }) => (
          <SimpleGrid cols={{ base: 2, xs: 3, md: 5 }}>
            <Figure label={t("total.clicks")} value={formatNumber(clicks)} />
            <Figure label={t("total.qualifiedClicks")} value={formatNumber(qualifiedClicks)} />
            <Figure label={t("leads.title")} value={formatNumber(leads)} />
            <Figure label={t("total.conversions")} value={formatNumber(conversions)} />
            <Figure label={t("total.revenue")} value={revenue.map(formatMoney).join(", ") || "–"} />
          </SimpleGrid>
        )}
      </Loaded>
    </Stack>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} fw={700} lh={1.3} className="cut">
        {value}
      </Text>
    </Paper>
  );
}
