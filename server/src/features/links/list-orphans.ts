import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findTakenSlugs } from "./taken-slugs-store.ts";

export type OrphanQuery = {
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  readonly includeBots: boolean;
  readonly limit: number;
};

export type Orphan = {
  readonly slug: string;
  readonly referrer: string;
  readonly visits: number;
  readonly lastSeenAt: Date;
};

type Row = {
  readonly slug: string;
  readonly referrer: string;
  readonly visits: number | string;
  readonly lastSeen: number | string;
};

/** How many groups are asked for at once, and how many times: only links before their start leave some out. */
const BATCH = 1000;
const BATCHES_MAX = 5;

/**
 * Visits that found no link, most first; 503 `unavailable` while the warehouse does not answer. What has a link by now is
 * left out: it was visited too early, or somebody has seen to it.
 */
export async function listOrphans(
  { askWarehouse, db }: ControlDeps,
  { handleId, signal }: HandleActor,
  query: OrphanQuery,
): Promise<readonly Orphan[]> {
  const { limit, ...range } = query;
  const orphans: Orphan[] = [];
  for (let batch = 0; batch < BATCHES_MAX && orphans.length < limit; batch++) {
    const params = { handleId, from: range.from, to: range.to, limit: BATCH, offset: batch * BATCH };
    const rows = await askWarehouse<Row>(statement(query), params, signal);
    const taken = await findTakenSlugs(db.read, handleId, [...new Set(rows.map(({ slug }) => slug))]);
    orphans.push(...rows.filter(({ slug }) => !taken.has(slug)).map(toOrphan));
    if (rows.length < BATCH) break;
  }
  return orphans.slice(0, limit);
}

/** A status other than 404 is that of a link which is over. */
const statement = ({ includeBots }: OrphanQuery) => `
select slug, referrer, count() as visits, toUnixTimestamp64Milli(max(at)) as lastSeen
from events
where handleId = {handleId:String}
  and at >= fromUnixTimestamp64Milli({from:Int64})
  and at < fromUnixTimestamp64Milli({to:Int64})
  and kind = 'orphan' and status = 404${includeBots ? "" : "\n  and bot = ''"}
group by slug, referrer
order by visits desc, slug, referrer
limit {limit:UInt32} offset {offset:UInt32}`;

/** 64-bit numbers may come as text. */
const toOrphan = ({ slug, referrer, visits, lastSeen }: Row): Orphan => ({
  slug,
  referrer,
  visits: Number(visits),
  lastSeenAt: new Date(Number(lastSeen)),
});
