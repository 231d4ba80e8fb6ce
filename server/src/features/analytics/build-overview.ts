import type { AnalyticsQuery, Dimension } from "./analytics-query.ts";
import { choiceSql } from "./choice-sql.ts";
import { COUNTED_METRICS, type CountedMetric } from "./metrics.ts";
import { seriesPoints } from "./series-points.ts";
import type { Statement } from "./statement.ts";
import { visitorsSql } from "./visitors-sql.ts";

/** What a row counts: all events, those of one interval, or those of one group. */
type Part = "totals" | "series" | Grouping;
export type Grouping = readonly Dimension[];

/** `masks`: the number in `part` by which the rows of each part are known. */
export type Overview = Statement & { readonly masks: ReadonlyMap<Part, number> };

/** Totals, series and groups from one reading of the events: each part is a grouping set. */
export const buildOverview = (query: AnalyticsQuery, groupings: readonly Grouping[]): Overview =>
  buildParts(query, ["totals", "series", ...groupings]);

/** An event counts in each of its segments, so these groups are apart from all that counts it once. */
export const buildSegmentGroups = (query: AnalyticsQuery, groupings: readonly Grouping[]): Overview =>
  buildParts(query, groupings);

/**
 * Of each grouping the groups with the most clicks come first, those as large by name; of days alone, the latest. At least
 * as many rows of each part are given as there may be. What happened in the range before only is no group.
 */
function buildParts(query: AnalyticsQuery, parts: readonly Part[]): Overview {
  const { from, to, previousFrom, tz, interval, limit } = query;
  const columns = [...new Set(parts.flatMap(columnsOf))];
  const masks = new Map(parts.map((part) => [part, maskOf(columnsOf(part), columns)]));
  const points = columns.includes("start") ? seriesPoints(from, to, interval, tz) : [];
  const choice = choiceSql({ ...query, from: previousFrom ?? from });
  const isCompared = previousFrom !== undefined;
  const grouped = columns.map((name) => COMPUTED[name] ?? name);
  // Filtered before the groups, so that what can only make empty ones makes none.
  const sql = `select grouping(${columns.join(", ")}) as part,
  ${[...grouped, ...metricsSql(isCompared)].join(",\n  ")}
from events
where ${choice.sql}
  and kind in ('click', 'conversion', 'impression')
group by grouping sets (${parts.map((part) => `(${columnsOf(part).join(", ")})`).join(", ")})
${isCompared ? `having present > 0 or part = ${maskOf([], columns)}` : ""}
order by part, ${orderOf(columns, masks)}
limit {rows:UInt32} by part`;
  const params = {
    ...choice.params,
    rows: Math.max(limit, points.length),
    ...(points.length > 0 && { points: points.map((point) => point / 1000) }),
    ...(columns.includes("day") && { tz }),
    ...(isCompared && { since: from }),
  };
  return { sql, params, masks };
}

/** All others are columns of the warehouse. */
const COMPUTED: Readonly<Record<string, string>> = {
  // Where the intervals begin is said and not computed there, so that the two have one idea of time zones.
  start: "roundDown(toUnixTimestamp(at), {points:Array(UInt32)}) as start",
  day: "toDate(at, {tz:String}) as day",
  segment: "arrayJoin(if(empty(segments), [''], arrayDistinct(segments))) as segment",
};

function columnsOf(part: Part): readonly string[] {
  if (part === "totals") return [];
  return part === "series" ? ["start"] : part;
}

/** As `grouping()` has it: a bit for each column that is not grouped by, the first column's the highest. */
const maskOf = (grouped: readonly string[], columns: readonly string[]): number =>
  columns.reduce((mask, column) => mask * 2 + (grouped.includes(column) ? 0 : 1), 0);

function orderOf(columns: readonly string[], masks: Overview["masks"]): string {
  const days = [...masks].find(([part]) => part.length === 1 && part[0] === "day");
  const size = days === undefined ? "clicks" : `if(part = ${days[1]}, toUInt64(toUInt16(day)), clicks)`;
  return [`${size} desc`, ...columns].join(", ");
}

const IS_NOW = "(at >= fromUnixTimestamp64Milli({since:Int64}))";

function metricsSql(isCompared: boolean): string[] {
  const counted = (named: (metric: CountedMetric) => string, and: string) =>
    COUNTED_METRICS.map((metric) => `${COUNTED[metric](and)} as ${named(metric)}`);
  if (!isCompared) return counted((metric) => metric, "");
  return [
    ...counted((metric) => metric, ` and ${IS_NOW}`),
    ...counted(previousName, ` and not ${IS_NOW}`),
    `countIf(${IS_NOW}) as present`,
  ];
}

/** Under which name a row has a metric of the range before. */
export const previousName = (metric: CountedMetric): string => `previous_${metric}`;

/** `and`: what else must hold. A qualified click is one that no bot, prefetch or HEAD request made. */
const COUNTED: Readonly<Record<CountedMetric, (and: string) => string>> = {
  clicks: (and) => `countIf(kind = 'click'${and})`,
  qualifiedClicks: (and) => `countIf(kind = 'click' and bot = ''${and})`,
  visitors: (and) => visitorsSql("visitor", `kind = 'click' and bot = ''${and}`),
  conversions: (and) => `countIf(kind = 'conversion'${and})`,
  impressions: (and) => `countIf(kind = 'impression'${and})`,
};
