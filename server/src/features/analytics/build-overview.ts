import type { AnalyticsQuery, Dimension } from "./analytics-query.ts";
import { choiceSql } from "./choice-sql.ts";
import { COUNTED_METRICS, type CountedMetric } from "./metrics.ts";
import { seriesPoints } from "./series-points.ts";
import type { Statement } from "./statement.ts";
import { type VisitorCounting, visitorsSql } from "./visitors-sql.ts";

/** What a row counts: all events, those of one interval, or those of one group. */
export type Part = "totals" | "series" | Grouping;
export type Grouping = readonly Dimension[];

/**
 * One question for each way of counting visitors, whose text ends with its settings. `masks`: the number in `part` by which the
 * rows of each part are known.
 */
export type Overview = Pick<Statement, "params"> & {
  readonly sql: Readonly<Record<VisitorCounting, string>>;
  readonly masks: ReadonlyMap<Part, number>;
};

/** Totals, series and groups from one reading of the events: each part is a grouping set. */
export const buildOverview = (query: AnalyticsQuery, groupings: readonly Grouping[]): Overview =>
  buildParts(query, ["totals", "series", ...groupings]);

/** An event counts in each of its segments, so these groups are apart from all that counts it once. */
export const buildSegmentGroups = (query: AnalyticsQuery, groupings: readonly Grouping[]): Overview =>
  buildParts(query, groupings);

/**
 * Of each grouping the groups with the most clicks come first, those as large by name; of days alone, the latest. Where there
 * are groupings, at least as many rows of each part are given as there may be. What happened in the range before only is no
 * group.
 */
function buildParts(query: AnalyticsQuery, parts: readonly Part[]): Overview {
  const { from, to, previousFrom, tz, interval, limit } = query;
  const pairs = [...new Set(parts.flatMap(hashedIn))];
  const names = [...new Set(parts.flatMap(plainIn))];
  const keys = [...names, ...pairs.map(hashName)];
  const masks = new Map(parts.map((part) => [part, maskOf(keysOf(part), keys)]));
  const points = keys.includes("start") ? seriesPoints(from, to, interval, tz) : [];
  const choice = choiceSql({ ...query, from: previousFrom ?? from });
  const isCompared = previousFrom !== undefined;
  const isGrouped = parts.some((part) => typeof part !== "string");
  const selected = (counting: VisitorCounting) => [
    ...names.map((name) => COMPUTED[name] ?? name),
    ...pairs.map((dimension) => `toUInt64(cityHash64(${dimension})) as ${hashName(dimension)}`),
    ...pairs.map((dimension) => `any(${dimension}) as ${pairedName(dimension)}`),
    ...metricsSql(isCompared, counting),
  ];
  const isAlone = parts.length === 1; // Then it is quicker to say so than to make sets of one.
  // Filtered before the groups, so that what can only make empty ones makes none. Nearly all rows of a handle's granules are
  // wanted: to look at some columns first, and then to read the others of the rows that are left, takes longer.
  const sqlOf = (
    counting: VisitorCounting,
  ) => `select ${isAlone ? maskOf(keys, keys) : `grouping(${keys.join(", ")})`} as part,
  ${selected(counting).join(",\n  ")}
from events
where ${choice.sql}
  and metric != 'none'
group by ${isAlone ? keys.join(", ") : `grouping sets (${parts.map((part) => `(${keysOf(part).join(", ")})`).join(", ")})`}
${isCompared ? `having present > 0 or part = ${maskOf([], keys)}` : ""}${isGrouped ? largestFirst(parts, masks) : ""}
settings optimize_move_to_prewhere = 0`;
  const params = {
    ...choice.params,
    ...(isGrouped && { rows: Math.max(limit, points.length) }),
    ...(points.length > 0 && { points: points.map((point) => point / 1000) }),
    ...(keys.includes("day") && { tz }),
    ...(isCompared && { since: from }),
  };
  return { sql: { listed: sqlOf("listed"), estimated: sqlOf("estimated") }, params, masks };
}

/** All others are columns of the warehouse. */
const COMPUTED: Readonly<Record<string, string>> = {
  // Where the intervals begin is said and not computed there, so that the two have one idea of time zones.
  start: "roundDown(toUnixTimestamp(at), {points:Array(UInt32)}) as start",
  day: "toDate(at, {tz:String}) as day",
  segment: "arrayJoin(if(empty(segments), [''], arrayDistinct(segments))) as segment",
};

/**
 * The dimensions that a part groups by as the numbers that their texts hash to. Two texts as one key are put together anew
 * for each event, which costs half as much again as everything else; the hash of a text of few is looked up. Of 64 bits each,
 * no two groups of one answer are taken for one.
 */
const hashedIn = (part: Part): readonly Dimension[] =>
  typeof part === "string" || part.length === 1 ? [] : part.filter((dimension) => !(dimension in COMPUTED));

const hashName = (dimension: Dimension): string => `hash_${dimension}`;
const pairedName = (dimension: Dimension): string => `paired_${dimension}`;

/** Under which name a row of a grouping has what its events have in common. */
export const keyName = (grouping: Grouping, dimension: Dimension): string =>
  hashedIn(grouping).includes(dimension) ? pairedName(dimension) : dimension;

/** What a part groups by as it is. */
function plainIn(part: Part): readonly string[] {
  if (part === "totals") return [];
  if (part === "series") return ["start"];
  const hashed = hashedIn(part);
  return part.filter((dimension) => !hashed.includes(dimension));
}

const keysOf = (part: Part): readonly string[] => [...plainIn(part), ...hashedIn(part).map(hashName)];

/** By what rows of a part as large as each other are put in order. Those of other parts have no pair. */
function textsOf(part: Part, masks: Overview["masks"]): readonly string[] {
  if (typeof part === "string") return plainIn(part);
  const hashed = hashedIn(part);
  return part.map((dimension) =>
    hashed.includes(dimension) ? `if(part = ${masks.get(part)}, ${pairedName(dimension)}, '')` : dimension,
  );
}

/** As `grouping()` has it: a bit for each key that is not grouped by, the first key's the highest. */
const maskOf = (grouped: readonly string[], keys: readonly string[]): number =>
  keys.reduce((mask, key) => mask * 2 + (grouped.includes(key) ? 0 : 1), 0);

/** Of totals and a series all rows are wanted, in any order: without this they are answered a twelfth sooner. */
function largestFirst(parts: readonly Part[], masks: Overview["masks"]): string {
  const days = [...masks].find(([part]) => part.length === 1 && part[0] === "day");
  const size = days === undefined ? "clicks" : `if(part = ${days[1]}, toUInt64(toUInt16(day)), clicks)`;
  const texts = new Set(parts.flatMap((part) => textsOf(part, masks)));
  const [by, each] = parts.length === 1 ? ["", ""] : ["part, ", " by part"];
  return `
order by ${by}${[`${size} desc`, ...texts].join(", ")}
limit {rows:UInt32}${each}`;
}

const IS_NOW = "(at >= fromUnixTimestamp64Milli({since:Int64}))";

function metricsSql(isCompared: boolean, counting: VisitorCounting): string[] {
  const counted = (named: (metric: CountedMetric) => string, and: string) =>
    COUNTED_METRICS.map((metric) => `${COUNTED[metric](and, counting)} as ${named(metric)}`);
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
const COUNTED: Readonly<Record<CountedMetric, (and: string, counting: VisitorCounting) => string>> = {
  clicks: (and) => `countIf(metric in ('qualifiedClick', 'automatedClick')${and})`,
  qualifiedClicks: (and) => `countIf(metric = 'qualifiedClick'${and})`,
  visitors: (and, counting) => visitorsSql[counting]("visitorHash", `metric = 'qualifiedClick'${and}`),
  conversions: (and) => `countIf(metric = 'conversion'${and})`,
  impressions: (and) => `countIf(metric = 'impression'${and})`,
};
