import { Group, Paper, SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "#api/schemas.ts";
import { formatMoney, formatNumber, formatShare } from "#text/format.ts";
import { t } from "#text/t.ts";
import { revenueFigures } from "./revenue-figures.ts";

const COUNTS = ["clicks", "qualifiedClicks", "visitors", "conversions"] as const;

/** The numbers one looks at first, each with how it has changed since the range before. */
export function Totals({ answer }: { readonly answer: Schemas["Analytics"] }) {
  const { totals, compare } = answer;
  const revenue = revenueFigures(answer);
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
      {COUNTS.map((key) => (
        <Tile key={key} label={t(`total.${key}`)}>
          <Figure value={formatNumber(totals[key])} change={compare?.change[key] ?? null} />
        </Tile>
      ))}
      <Tile label={t("total.conversionRate")}>
        <Figure
          value={totals.conversionRate === null ? "–" : formatShare(totals.conversionRate)}
          change={compare?.change.conversionRate ?? null}
        />
      </Tile>
      <Tile label={t("total.revenue")}>
        {revenue.length === 0 && <Figure value="–" change={null} />}
        {revenue.map(({ money, change }) => (
          <Figure
            key={money.currency}
            value={formatMoney(money)}
            change={change}
            isOneOfSeveral={revenue.length > 1}
          />
        ))}
      </Tile>
    </SimpleGrid>
  );
}

function Tile({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {children}
    </Paper>
  );
}

type FigureProps = {
  readonly value: string;
  readonly change: number | null;
  /** Of one tile, which is to stay low. */
  readonly isOneOfSeveral?: boolean;
};

function Figure({ value, change, isOneOfSeveral = false }: FigureProps) {
  return (
    <>
      <Text fz={isOneOfSeveral ? 18 : 26} fw={700} lh={1.3} className="cut">
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
    </>
  );
}
