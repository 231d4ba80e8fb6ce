import type { EventKind } from "#kernel/visit-event.ts";
import type { AskWarehouse } from "#platform/deps.ts";
import { fromRow, LIVE_COLUMNS, type LiveEvent, type LiveRow } from "./live-event.ts";

/** Which events a stream is for. */
export type LiveFilter = {
  readonly slugs: readonly string[] | undefined;
  readonly kinds: readonly EventKind[] | undefined;
  readonly includeBots: boolean;
};

/** Values travel in the address of a request: so many handles, or ids, fit into one. */
const NAMES_MAX = 100;
const IDS_MAX = 50_000;

type Found = { readonly handleId: string; readonly id: string; readonly ms: number | string };

const BETWEEN = `at >= fromUnixTimestamp64Milli({from:Int64})`;

/**
 * What the warehouse has of these handles since a moment, and `isNew` does not know. `isCut`: there may be more than it
 * could look at. Ids are asked for first: most are known, and rows are large.
 */
export async function findNew(
  ask: AskWarehouse,
  handleIds: readonly string[],
  from: number,
  isNew: (handleId: string, id: string) => boolean,
  signal: AbortSignal,
): Promise<{
  readonly events: readonly (readonly [handleId: string, LiveEvent])[];
  readonly isCut: boolean;
}> {
  const events: (readonly [string, LiveEvent])[] = [];
  let isCut = false;
  for (let start = 0; start < handleIds.length; start += NAMES_MAX) {
    const handles = handleIds.slice(start, start + NAMES_MAX);
    const sql = `select handleId, id, toUnixTimestamp64Milli(at) as ms from events
where handleId in {handles:Array(String)} and ${BETWEEN} order by at desc limit {limit:UInt32}`;
    const rows = await ask<Found>(sql, { handles, from, limit: IDS_MAX }, signal);
    const fresh = rows.filter(({ handleId, id }) => isNew(handleId, id));
    const oldest = fresh.at(-1);
    if (oldest === undefined) continue;
    // Where the older half is known, so is what lies beyond it.
    isCut ||= rows.length === IDS_MAX && rows.lastIndexOf(oldest) >= IDS_MAX / 2;
    events.push(...(await fetchRows(ask, handles, fresh, Number(oldest.ms), signal)));
  }
  return { events: events.sort(([, a], [, b]) => a.at - b.at), isCut };
}

async function fetchRows(
  ask: AskWarehouse,
  handles: readonly string[],
  fresh: readonly Found[],
  from: number,
  signal: AbortSignal,
): Promise<readonly (readonly [string, LiveEvent])[]> {
  const ids = new Set(fresh.map(({ id }) => id));
  const narrow = ids.size <= NAMES_MAX ? "and id in {ids:Array(String)}" : "";
  const rows = await ask<LiveRow>(
    `select ${LIVE_COLUMNS} from events where handleId in {handles:Array(String)} and ${BETWEEN} ${narrow}`,
    { handles, from, ...(narrow !== "" && { ids: [...ids] }) },
    signal,
  );
  return rows.flatMap((row) => (ids.has(row.id) ? [[row.handleId, fromRow(row)] as const] : []));
}

/** The newest events since a moment that pass the filter, newest first and no more than `limit`. */
export async function findRecorded(
  ask: AskWarehouse,
  handleId: string,
  from: number,
  filter: LiveFilter,
  limit: number,
  signal: AbortSignal,
): Promise<readonly LiveEvent[]> {
  const { slugs, kinds, includeBots } = filter;
  const where = [
    "handleId = {handleId:String}",
    BETWEEN,
    ...(slugs === undefined ? [] : ["slug in {slugs:Array(String)}"]),
    ...(kinds === undefined ? [] : ["kind in {kinds:Array(String)}"]),
    ...(includeBots ? [] : ["bot = ''"]),
  ];
  const rows = await ask<LiveRow>(
    `select ${LIVE_COLUMNS} from events where ${where.join(" and ")}\norder by at desc, id desc limit {limit:UInt32}`,
    { handleId, from, limit, ...(slugs && { slugs }), ...(kinds && { kinds }) },
    signal,
  );
  return rows.map(fromRow);
}

/** The same question of an event that is here. */
export const passes = ({ slugs, kinds, includeBots }: LiveFilter, { slug, kind, bot }: LiveEvent): boolean =>
  (slugs === undefined || slugs.includes(slug)) &&
  (kinds === undefined || kinds.includes(kind)) &&
  (includeBots || bot === "");
