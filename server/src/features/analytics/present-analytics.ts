import type { AnalyticsQuery } from "./analytics-query.ts";
import type { Freshness } from "./freshness.ts";
import { type Analytics, type Metrics, toMetrics } from "./get-analytics.ts";
import { seriesPoints } from "./series-points.ts";

type Options = { readonly handle: string; readonly hasFunnel: boolean; readonly freshness: Freshness };

/** The answer of api.md §10, with a zero for every interval in which nothing happened. */
export function presentAnalytics(
  query: AnalyticsQuery,
  { totals, revenue, series, groups }: Analytics,
  { handle, hasFunnel, freshness }: Options,
) {
  const { from, to, interval, tz, groupBy } = query;
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), interval, tz };
  return {
    handle,
    range,
    totals: {
      ...totals,
      conversionRate: rate(totals.conversions, totals.qualifiedClicks),
      revenue: [...revenue],
    },
    series: seriesPoints(from, to, interval, tz).map((at) => ({
      at: new Date(at).toISOString(),
      ...(series.get(at / 1000) ?? toMetrics(undefined)),
    })),
    groups: groups.map(({ key, metrics }) => ({ keys: { [groupBy ?? ""]: key }, ...metrics })),
    ...(hasFunnel && { funnel: { steps: funnelSteps(totals) } }),
    freshness,
  };
}

/** From click to money; each rate is of the first step. */
function funnelSteps({ clicks, qualifiedClicks, conversions, paid }: Metrics) {
  const steps = { clicks, qualifiedClicks, conversions, revenue: paid };
  return Object.entries(steps).map(([name, count]) => ({ name, count, rate: rate(count, clicks) }));
}

const rate = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
