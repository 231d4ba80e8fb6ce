import type { ControlDeps } from "#platform/deps.ts";
import type { AnalyticsQuery } from "./analytics-query.ts";
import { buildGroups, buildRevenue, buildSeries, buildTotals, type Statement } from "./build-sql.ts";

/** What is counted of any set of events. */
export type Metrics = {
  readonly clicks: number;
  readonly qualifiedClicks: number;
  readonly botClicks: number;
  readonly visitors: number;
  readonly conversions: number;
  readonly impressions: number;
  /** Conversions that brought money. */
  readonly paid: number;
};

export type Analytics = {
  readonly totals: Metrics;
  readonly revenue: readonly { readonly currency: string; readonly value: number }[];
  /** By the epoch seconds at which an interval begins; intervals without events are left out. */
  readonly series: ReadonlyMap<number, Metrics>;
  readonly groups: readonly { readonly key: string; readonly metrics: Metrics }[];
};

type Counted = Readonly<Record<keyof Metrics, number | string>>;

/** Asks the warehouse everything that one answer needs, at the same time. 503 `unavailable` while it does not answer. */
export async function getAnalytics(
  { askWarehouse }: ControlDeps,
  query: AnalyticsQuery,
  signal: AbortSignal,
): Promise<Analytics> {
  const ask = <Row>({ sql, params }: Statement) => askWarehouse<Row>(sql, params, signal);
  const [totals, revenue, series, groups] = await Promise.all([
    ask<Counted>(buildTotals(query)),
    ask<{ currency: string; value: number }>(buildRevenue(query)),
    ask<Counted & { start: number | string }>(buildSeries(query)),
    query.groupBy === undefined ? [] : ask<Counted & { key: string }>(buildGroups(query, query.groupBy)),
  ]);
  return {
    totals: toMetrics(totals[0]),
    revenue,
    series: new Map(series.map((row) => [Number(row.start), toMetrics(row)])),
    groups: groups.map((row) => ({ key: row.key, metrics: toMetrics(row) })),
  };
}

/** 64-bit counts may come as text. None of ours is past 2^53. */
export const toMetrics = (row: Counted | undefined): Metrics => ({
  clicks: Number(row?.clicks ?? 0),
  qualifiedClicks: Number(row?.qualifiedClicks ?? 0),
  botClicks: Number(row?.botClicks ?? 0),
  visitors: Number(row?.visitors ?? 0),
  conversions: Number(row?.conversions ?? 0),
  impressions: Number(row?.impressions ?? 0),
  paid: Number(row?.paid ?? 0),
});
