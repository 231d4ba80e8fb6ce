import { type AnalyticsQuery, type EventChoice, FILTERS, type Filter } from "./analytics-query.ts";
import type { Statement } from "./statement.ts";

/**
 * The condition that holds for the chosen events alone, to stand after `where`. `of`: the name of their table there, and a dot,
 * where columns are selected under names of others.
 */
export function choiceSql({ includeBots, filters, ...range }: EventChoice, of = ""): Statement {
  const where = rangeSql(range, of);
  const params: Record<string, unknown> = { ...where.params };
  const conditions = [where.sql];
  for (const [filter, values] of activeFilters(filters)) {
    conditions.push(matches(filter, values, of));
    params[filter] = values;
  }
  if (!includeBots) conditions.push(`${of}bot = ''`);
  return { sql: conditions.join("\n  and "), params };
}

/** The condition that holds for the chosen events of the range that is asked about, and of the one it is compared with. */
export function bothRangesSql({ previous, ...query }: AnalyticsQuery): Statement {
  if (previous === undefined) return choiceSql(query);
  const { sql, params } = choiceSql({ ...query, from: previous.from });
  if (previous.to === query.from) return { sql, params };
  return {
    sql: `${sql}\n  and (at < fromUnixTimestamp64Milli({previousTo:Int64}) or ${IS_NOW})`,
    params: { ...params, previousTo: previous.to, since: query.from },
  };
}

/** Of one handle, from `from` on and before `to`. */
export const rangeSql = (
  { handleId, from, to }: Pick<EventChoice, "handleId" | "from" | "to">,
  of = "",
): Statement => ({
  sql: `${of}handleId = {handleId:String}
  and ${of}at >= fromUnixTimestamp64Milli({from:Int64})
  and ${of}at < fromUnixTimestamp64Milli({to:Int64})`,
  // No event is from before 1970, and the engine knows no time before 1900.
  params: { handleId, from: Math.max(0, from), to },
});

/** Whether an event is of the range that is asked about, which begins at `since`, and not of the one it is compared with. */
export const IS_NOW = "at >= fromUnixTimestamp64Milli({since:Int64})";

/** Those that narrow, in a fixed order: the same question is the same text. */
export const activeFilters = (filters: EventChoice["filters"]): [Filter, readonly string[]][] =>
  FILTERS.flatMap((filter) => {
    const values = filters[filter] ?? [];
    return values.length === 0 ? [] : [[filter, values] satisfies [Filter, readonly string[]]];
  });

/** Whether an event has one of the values, which are in the parameter of the filter's name. `of`: as `choiceSql` has it. */
export function matches(filter: Filter, values: readonly string[], of = ""): string {
  if (filter !== "segment") return `${of}${filter} in {${filter}:Array(String)}`;
  const isOne = `hasAny(${of}segments, {segment:Array(String)})`;
  return values.includes("") ? `(${isOne} or empty(${of}segments))` : isOne;
}
