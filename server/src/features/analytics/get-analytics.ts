import type { AnalyticsQuery } from "./analytics-query.ts";
import { askExperiment, type Experiment } from "./ask-experiment.ts";
import { askOverview, type OverviewDeps } from "./ask-overview.ts";
import { buildFunnel } from "./build-funnel.ts";
import { buildOverview, buildSegmentGroups, keyName } from "./build-overview.ts";
import { buildQuality, buildRevenue } from "./build-sql.ts";
import { groupingsOf, isBySegment } from "./groupings.ts";
import type { Metrics } from "./metrics.ts";
import type { Grouping, Overview, OverviewRow } from "./overview.ts";
import type { Quality } from "./quality.ts";
import { type Numbers, toMetrics, toNumbers, toPreviousMetrics } from "./read-rows.ts";
import type { Statement } from "./statement.ts";
import { CLICKS_MIN } from "./variant-significance.ts";

export type Money = { readonly currency: string; readonly value: number };

/** Of one span of time. */
export type Totals = { readonly metrics: Metrics; readonly revenue: readonly Money[] };

/** `keys` are in the order of the grouping's dimensions. */
export type Group = {
  readonly keys: readonly string[];
  readonly metrics: Metrics;
  /** In the range before. */
  readonly previous: Metrics;
};

export type Analytics = {
  readonly totals: Totals;
  /** Of the range before; empty where it was not asked for. */
  readonly previous: Totals;
  /** By the epoch seconds at which an interval begins; intervals without events are left out. */
  readonly series: ReadonlyMap<number, Metrics>;
  /** In the order of `groupingsOf`, and in each the largest first. */
  readonly groups: readonly (readonly Group[])[];
  /** How many conversions of the range brought money. */
  readonly paid: number;
  readonly quality: Quality | undefined;
  readonly experiment: Experiment | undefined;
  /** How many persons have taken each step of the asked funnel and all before it. */
  readonly funnel: readonly number[] | undefined;
};

type RevenueRow = Readonly<
  Record<"currency" | "amount" | "previousAmount" | "count" | "previousCount" | "paid", string | number>
>;

/** Asks the warehouse everything that one answer needs, at the same time. 503 `unavailable` while it does not answer. */
export async function getAnalytics(
  deps: OverviewDeps,
  query: AnalyticsQuery,
  signal: AbortSignal,
): Promise<Analytics> {
  const ask = <Row>({ sql, params }: Statement) => deps.askWarehouse<Row>(sql, params, signal);
  const count = (overview: Overview) => askOverview(deps, query, overview, signal);
  const groupings = groupingsOf(query);
  const bySegment = groupings.filter(isBySegment);
  const others = groupings.filter((grouping) => !isBySegment(grouping));
  const [counted, segmented, revenue, quality, experiment, funnel] = await Promise.all([
    count(buildOverview(query, others)),
    bySegment.length === 0 ? undefined : count(buildSegmentGroups(query, bySegment)),
    ask<RevenueRow>(buildRevenue(query)),
    query.hasQuality ? ask<Numbers<keyof Quality>>(buildQuality(query)) : undefined,
    query.groupBy.includes("variant") ? askExperiment(deps, query, CLICKS_MIN, signal) : undefined,
    query.funnel && ask<Numbers<string>>(buildFunnel(query, query.funnel)),
  ]);
  const [whole] = counted.get("totals") ?? [];
  return {
    totals: { metrics: toMetrics(whole), revenue: moneyOf(revenue, "amount", "count") },
    previous: {
      metrics: toPreviousMetrics(whole),
      revenue: moneyOf(revenue, "previousAmount", "previousCount"),
    },
    series: new Map(counted.get("series")?.map((row) => [Number(row["start"]), toMetrics(row)])),
    groups: groupings.map((grouping) =>
      (counted.get(grouping) ?? segmented?.get(grouping) ?? [])
        .slice(0, query.limit)
        .map((row) => groupOf(grouping, row)),
    ),
    paid: revenue.reduce((sum, { paid }) => sum + Number(paid), 0),
    quality: quality && toNumbers(quality[0], QUALITY),
    experiment,
    funnel: query.funnel?.steps.map((_, index) => Number(funnel?.[0]?.[`step${index + 1}`] ?? 0)),
  };
}

const QUALITY = [
  ...(["clicks", "botClicks", "unknownCountries", "unknownAgents"] as const),
  ...(["conversions", "deniedConversions", "leads"] as const),
];

const groupOf = (grouping: Grouping, row: OverviewRow): Group => ({
  keys: grouping.map((dimension) => String(row[keyName(grouping, dimension)])),
  metrics: toMetrics(row),
  previous: toPreviousMetrics(row),
});

/** A currency in which nothing was converted in that time is left out. */
const moneyOf = (
  rows: readonly RevenueRow[],
  amount: "amount" | "previousAmount",
  count: "count" | "previousCount",
): Money[] =>
  rows
    .filter((row) => row.currency !== "" && Number(row[count]) > 0)
    .map((row) => ({ currency: String(row.currency), value: Number(row[amount]) }));
