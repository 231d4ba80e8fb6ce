import { Button, Group, Paper, ScrollArea, Skeleton, Stack, Table, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { formatDay, formatMoment, formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";

const Chart = lazy(() => import("./chart.tsx").then(({ Chart: One }) => ({ default: One })));

const SHOWN = ["clicks", "qualifiedClicks", "conversions"] as const;

/** The course of the range as a drawing, and as the table that says the same. */
export function Series({ answer }: { readonly answer: Schemas["Analytics"] }) {
  const [isTable, setTable] = useState(false);
  const { range } = answer;
  // What has not come is no fall to nothing.
  const now = new Date().toISOString();
  const series = answer.series.filter(({ at }) => at <= now);
  const label = (at: string) => (range.interval === "hour" ? formatMoment(at) : formatDay(at));
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t("series.title")}
          </Title>
          <Button size="xs" variant="default" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {t(isTable ? "series.as-chart" : "series.as-table")}
          </Button>
        </Group>
        {isTable ? (
          <SeriesTable series={series} label={label} />
        ) : (
          <Suspense fallback={<Skeleton height={260} />}>
            <Chart
              summary={t("series.summary", { count: series.length })}
              labels={series.map(({ at }) => label(at))}
              lines={SHOWN.map((key) => ({
                name: t(`total.${key}`),
                values: series.map((point) => point[key]),
              }))}
            />
          </Suspense>
        )}
      </Stack>
    </Paper>
  );
}

type TableProps = {
  readonly series: Schemas["Analytics"]["series"];
  readonly label: (at: string) => string;
};

function SeriesTable({ series, label }: TableProps) {
  return (
    <ScrollArea h={260} viewportProps={{ tabIndex: 0, "aria-label": t("series.title"), role: "region" }}>
      <Table stickyHeader striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("series.when")}</Table.Th>
            {SHOWN.map((key) => (
              <Table.Th key={key} ta="right">
                {t(`total.${key}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {series.map((point) => (
            <Table.Tr key={point.at}>
              <Table.Td>{label(point.at)}</Table.Td>
              {SHOWN.map((key) => (
                <Table.Td key={key} ta="right">
                  {formatNumber(point[key])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
