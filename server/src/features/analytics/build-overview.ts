import type { AnalyticsQuery, Dimension } from "./analytics-query.ts";
import { buildSeries } from "./build-series.ts";
import { bothRangesSql, IS_NOW } from "./choice-sql.ts";
import { dayParams, daySql } from "./day-sql.ts";
import { COUNTED_METRICS, type CountedMetric } from "./metrics.ts";
import {
  type Grouping,
  isCountedAs,
  type Overview,
  type Part,
  previousName,
  READ_AT_ONCE,
  START,
  startsOf,
} from "./overview.ts";
import { type VisitorCounting, visitorsSql } from "./visitors-sql.ts";

/** Totals, series and groups from one reading of the events: each part is a grouping set. */
export const buildOverview = (query: AnalyticsQuery, groupings: readonly Grouping[]): Overview =>
  groupings.length === 0 ? buildSeries(query) : buildParts(query, ["totals", "series", ...groupings]);

/** An event counts in each of its segments, so these groups are apart from all that counts it once. */
export const buildSegmentGroups = (query: AnalyticsQuery, groupings: readonly Grouping[]): Overview =>
  buildParts(query, groupings);

/** By which number in `part` the rows of each part are known. */
type Masks = ReadonlyMap<Part, number>;

/**
 * Of each grouping the groups with the most clicks come first, those as large by name; of days alone, the latest. At least as
 * many rows of each part are given as there may be. What happened in the range before only is no group.
 */
function buildParts(query: AnalyticsQuery, parts: readonly Part[]): Overview {
  const { from, previous, limit } = query;
  const hashed = parts.map(hashedIn).filter((dimensions) => dimensions.length > 0);
  const names = [...new Set(parts.flatMap(plainIn))];
  const keys = [...names, ...hashed.map(hashName)];
  const masks: Masks = new Map(parts.map((part) => [part, maskOf(keysOf(part), keys)]));
  const starts = keys.includes("start") ? startsOf(query) : [];
  const choice = bothRangesSql(query);
  const isCompared = previous !== undefined;
  const selected = (counting: VisitorCounting) => [
    ...names.map((name) => COMPUTED[name] ?? name),
    ...hashed.map((dimensions) => `${hashSql(dimensions)} as ${hashName(dimensions)}`),
    ...hashed.flat().map((dimension) => `any(${dimension}) as ${pairedName(dimension)}`),
    ...metricsSql(isCompared, counting),
  ];
  const isAlone = parts.length === 1; // Then it is quicker to say so than to make sets of one.
  // Filtered before the groups, so that what can only make empty ones makes none.
  const sqlOf = (
    counting: VisitorCounting,
  ) => `select ${isAlone ? maskOf(keys, keys) : `grouping(${keys.join(", ")})`} as part,
  ${selected(counting).join(",\n  ")}
from events
where ${choice.sql}
  and metric != 'none'
group by ${isAlone ? keys.join(", ") : `grouping sets (${parts.map((part) => `(${keysOf(part).join(", ")})`).join(", ")})`}
${isCompared ? `having present > 0 or part = ${maskOf([], keys)}` : ""}${largestFirst(parts, masks)}
${READ_AT_ONCE}`;
  const params = {
    ...choice.params,
    rows: Math.max(limit, starts.length),
    ...(starts.length > 0 && { points: starts }),
    ...(keys.includes("day") && dayParams(query)),
    ...(isCompared && { since: from }),
  };
  return {
    sqlOf,
    params,
    parts: parts.length,
    read: (answered) => {
      const byMask = Map.groupBy(answered, ({ part }) => Number(part));
      return new Map([...masks].map(([part, mask]) => [part, byMask.get(mask) ?? []]));
    },
  };
}

/** All others are columns of the warehouse. */
const COMPUTED: Readonly<Record<string, string>> = {
  start: START,
  day: `${daySql()} as day`,
  segment: "arrayJoin(if(empty(segments), [''], arrayDistinct(segments))) as segment",
};

/**
 * The dimensions that a part groups by as the number that their texts hash to. Two texts as one key are put together anew
 * for each event, which costs half as much again as everything else; the hash of a text of few is looked up. Of 64 bits,
 * no two groups of one answer are taken for one. Only a pair has such dimensions, and only `groupBy` is a pair.
 */
const hashedIn = (part: Part): readonly Dimension[] =>
  typeof part === "string" || part.length === 1 ? [] : part.filter((dimension) => !(dimension in COMPUTED));

const hashName = (dimensions: readonly Dimension[]): string => ["hash", ...dimensions].join("_");

/** One is turned by a bit: else a pair and its reverse would be one group, and so would all pairs of a text with itself. */
const hashSql = (dimensions: readonly Dimension[]): string =>
  `toUInt64(${dimensions
    .map((dimension) => `cityHash64(${dimension})`)
    .reduce((one, other) => `bitXor(bitRotateLeft(${one}, 1), ${other})`)})`;

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

function keysOf(part: Part): readonly string[] {
  const hashed = hashedIn(part);
  return hashed.length === 0 ? plainIn(part) : [...plainIn(part), hashName(hashed)];
}

/** By what rows of a part as large as each other are put in order. Those of other parts have no pair. */
function textsOf(part: Part, masks: Masks): readonly string[] {
  if (typeof part === "string") return plainIn(part);
  const hashed = hashedIn(part);
  return part.map((dimension) =>
    hashed.includes(dimension) ? `if(part = ${masks.get(part)}, ${pairedName(dimension)}, '')` : dimension,
  );
}

/** As `grouping()` has it: a bit for each key that is not grouped by, the first key's the highest. */
const maskOf = (grouped: readonly string[], keys: readonly string[]): number =>
  keys.reduce((mask, key) => mask * 2 + (grouped.includes(key) ? 0 : 1), 0);

function largestFirst(parts: readonly Part[], masks: Masks): string {
  const days = [...masks].find(([part]) => part.length === 1 && part[0] === "day");
  const size = days === undefined ? "clicks" : `if(part = ${days[1]}, toUInt64(toUInt16(day)), clicks)`;
  const texts = new Set(parts.flatMap((part) => textsOf(part, masks)));
  const [by, each] = parts.length === 1 ? ["", ""] : ["part, ", " by part"];
  return `
order by ${by}${[`${size} desc`, ...texts].join(", ")}
limit {rows:UInt32}${each}`;
}

function metricsSql(isCompared: boolean, counting: VisitorCounting): string[] {
  const counted = (named: (metric: CountedMetric) => string, and: string) =>
    COUNTED_METRICS.map((metric) => {
      const condition = `${isCountedAs(metric)}${and}`;
      const sql =
        metric === "visitors" ? visitorsSql[counting]("visitorHash", condition) : `countIf(${condition})`;
      return `${sql} as ${named(metric)}`;
    });
  if (!isCompared) return counted((metric) => metric, "");
  return [
    ...counted((metric) => metric, ` and ${IS_NOW}`),
    ...counted(previousName, ` and not (${IS_NOW})`),
    `countIf(${IS_NOW}) as present`,
  ];
}
