import { choiceSql } from "#features/analytics/choice-sql.ts";
import { dayParams, daySql } from "#features/analytics/day-sql.ts";
import { DAILY_KEYS, DAILY_METRICS, DAILY_WITH, EVENT_COLUMNS, type ExportColumn } from "./export-columns.ts";
import type { ExportQuery } from "./export-query.ts";

/** Whatever a caller wrote is in `params`, and never in `sql`. */
export type ExportStatement = { readonly sql: string; readonly params: Readonly<Record<string, unknown>> };

/** The place of a row in the order of `daily`, within its days. */
export type DailyKey = { readonly day: string; readonly keys: readonly string[] };

/** Of everything after `after`, up to and with `last`; without it, to the end. */
type Between<Key> = { readonly after: Key | undefined; readonly last: Key | undefined };
const ALL = { after: undefined, last: undefined };

export const EVENT_HEADER: readonly string[] = EVENT_COLUMNS.map(({ name }) => name);
export const DAILY_HEADER: readonly string[] = [
  "day",
  "handle",
  ...[...DAILY_KEYS, ...DAILY_METRICS].map(({ name }) => name),
];

/** Those of the query's time, or of one moment of it those after one id and up to another. */
export function buildEvents(query: ExportQuery, ids: Between<string> = ALL): ExportStatement {
  const { where, params } = condition(query, idBounds(ids));
  return {
    sql: `select ${listOf(query, EVENT_COLUMNS)}\nfrom events as e\nwhere ${where}\norder by e.at, e.id`,
    params: { ...params, handle: query.handle },
  };
}

/** When the event happened that has `size` before it; no row when there are not so many. */
export function buildEventTime(query: ExportQuery, size: number): ExportStatement {
  const { where, params } = condition(query, NO_BOUNDS);
  const sql = `select toUnixTimestamp64Milli(e.at) as ms
from events as e
where ${where}
order by e.at
limit 1 offset {size:UInt32}`;
  return { sql, params: { ...params, size } };
}

/** The id of the last of the next `size` events after `after`, of a query for one moment; no row when no more follow. */
export function buildEventId(query: ExportQuery, after: string | undefined, size: number): ExportStatement {
  const { where, params } = condition(query, idBounds({ after, last: undefined }));
  const sql = `select e.id as id\nfrom events as e\nwhere ${where}\norder by e.id\nlimit 1 offset {skip:UInt32}`;
  return { sql, params: { ...params, skip: size - 1 } };
}

const DATE = daySql("e.");
const DAY = `toString(${DATE})`;
const KEY_NAMES = DAILY_KEYS.map(({ name }) => name);
const GROUP = `${DAY}, ${KEY_NAMES.map((name) => `e.${name}`).join(", ")}`;

/** How many events each day has, in order. */
export function buildDays(query: ExportQuery): ExportStatement {
  const { where, params } = condition(query, NO_BOUNDS);
  const sql = `select ${DAY} as day, toUInt32(least(count(), 4000000000)) as events
from events as e
where ${where}
group by day
order by day`;
  return { sql, params: { ...params, ...dayParams(query) } };
}

export function buildDaily(query: ExportQuery, { after, last }: Between<DailyKey> = ALL): ExportStatement {
  const { where, params } = condition(query, dailyBounds(after, last));
  const columns = listOf(query, [...DAILY_KEYS, ...DAILY_METRICS]);
  const day = query.format === "parquet" ? DATE : DAY;
  const sql = `${DAILY_WITH}
select ${day} as day, {handle:String} as handle, ${columns}
from events as e
where ${where}
group by ${query.format === "parquet" ? GROUP.replace(DAY, day) : GROUP}
order by ${query.format === "parquet" ? GROUP.replace(DAY, day) : GROUP}`;
  return { sql, params: { ...params, ...dayParams(query), handle: query.handle } };
}

/** The place of the row that is `size` after `after`; no row when fewer follow. */
export function buildLastDaily(
  query: ExportQuery,
  after: DailyKey | undefined,
  size: number,
): ExportStatement {
  const { where, params } = condition(query, dailyBounds(after, undefined));
  const sql = `select ${DAY} as day, [${KEY_NAMES.map((name) => `toString(e.${name})`).join(", ")}] as keys
from events as e
where ${where}
group by ${GROUP}
order by ${GROUP}
limit 1 offset {skip:UInt32}`;
  return { sql, params: { ...params, ...dayParams(query), skip: size - 1 } };
}

const listOf = ({ format }: ExportQuery, columns: readonly ExportColumn[]): string =>
  columns.map((column) => `${column[format]} as ${column.name}`).join(", ");

type Bounds = { readonly where: readonly string[]; readonly params: Readonly<Record<string, unknown>> };
const NO_BOUNDS: Bounds = { where: [], params: {} };

const idBounds = ({ after, last }: Between<string>): Bounds => ({
  where: [
    ...(after === undefined ? [] : ["e.id > {afterId:String}"]),
    ...(last === undefined ? [] : ["e.id <= {lastId:String}"]),
  ],
  params: {
    ...(after !== undefined && { afterId: after }),
    ...(last !== undefined && { lastId: last }),
  },
});

function dailyBounds(after: DailyKey | undefined, last: DailyKey | undefined): Bounds {
  const row = `(${GROUP})`;
  const place = (name: string) =>
    `(${["day", ...KEY_NAMES].map((_, index) => `{${name}${index}:String}`).join(", ")})`;
  const values = (name: string, { day, keys }: DailyKey) =>
    Object.fromEntries([day, ...keys].map((value, index) => [`${name}${index}`, value]));
  return {
    where: [
      ...(after ? [`${row} > ${place("after")}`] : []),
      ...(last ? [`${row} <= ${place("last")}`] : []),
    ],
    params: { ...(after && values("after", after)), ...(last && values("last", last)) },
  };
}

function condition({ kinds, ...choice }: ExportQuery, bounds: Bounds) {
  const { sql, params } = choiceSql(choice, "e.");
  const where = [sql, ...bounds.where, ...(kinds.length > 0 ? ["e.kind in {kinds:Array(String)}"] : [])];
  return { where: where.join("\n  and "), params: { ...params, ...bounds.params, kinds } };
}
