import { Group, Paper, SimpleGrid, Text } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { formatMoney, formatNumber, formatShare } from "#text/format.ts";
import { t } from "#text/t.ts";

const COUNTS = ["clicks", "qualifiedClicks", "visitors", "conversions"] as const;

/** The numbers one looks at first, each with how it has changed since the range before. */
export function Totals({ answer }: { readonly answer: Schemas["Analytics"] }) {
  const { totals, compare } = answer;
  const [revenue] = totals.revenue;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
      {COUNTS.map((key) => (
        <Figure
          key={key}
          label={t(`total.${key}`)}
          value={formatNumber(totals[key])}
          change={compare?.change[key] ?? null}
        />
      ))}
      <Figure
        label={t("total.conversionRate")}
        value={totals.conversionRate === null ? "–" : formatShare(totals.conversionRate)}
        change={compare?.change.conversionRate ?? null}
      />
      <Figure
        label={t("total.revenue")}
        value={revenue === undefined ? "–" : formatMoney(revenue)}
        change={compare?.change.revenue.find(({ currency }) => currency === revenue?.currency)?.value ?? null}
      />
    </SimpleGrid>
  );
}

type FigureProps = { readonly label: string; readonly value: string; readonly change: number | null };

function Figure({ label, value, change }: FigureProps) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={26} fw={700} lh={1.3} className="cut">
        {value}
      </Text>
      <Group gap={4} mih={20}>
        {change === null ? (
          <Text size="xs" c="dimmed">
            {t("total.no-before")}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            <b>
              {change >= 0 ? "▲ +" : "▼ −"}
              {formatShare(Math.abs(change))}
            </b>{" "}
            {t("total.before")}
          </Text>
        )}
      </Group>
    </Paper>
  );
}
