import { timeOfId } from "#kernel/ids.ts";
import type { Database, Reader } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";
import type { SegmentId } from "#platform/event-log/segment-id.ts";

/** An event that has committed, as the JSON it was committed with. */
export type PendingVisit = { readonly id: string; readonly event: string };

/** Whether anything waits at all, claimed or not. */
export async function hasPending(read: Reader): Promise<boolean> {
  const row = await read.selectFrom("pending_visits").select("id").limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Epoch milliseconds of the event that has waited for longest, claimed or not; `null`: none waits. */
export async function oldestPendingAt(read: Reader): Promise<number | null> {
  const row = await read.selectFrom("pending_visits").select("id").orderBy("id").limit(1).executeTakeFirst();
  return row === undefined ? null : timeOfId(row.id);
}

/** The segments in which events travel that are not known to have arrived. */
export async function listClaims(read: Reader): Promise<readonly string[]> {
  const rows = await read
    .selectFrom("pending_visits")
    .select("segment_id")
    .distinct()
    .where("segment_id", "is not", null)
    .execute();
  return rows.flatMap(({ segment_id }) => segment_id ?? []).sort();
}

/** Decides for ever in which segment up to `limit` of the free events travel, and tells how many they are. */
export function claim(db: Database, segmentId: SegmentId, limit: number): Promise<number> {
  return db[WRITE](async (tx) => {
    const free = tx
      .selectFrom("pending_visits")
      .select("id")
      .where("segment_id", "is", null)
      .orderBy("id")
      .limit(limit);
    const { numUpdatedRows } = await tx
      .updateTable("pending_visits")
      .set({ segment_id: segmentId })
      .where("id", "in", free)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  });
}

/** In the order of their ids, which is the same on every engine and under every collation. */
export async function listClaimed(read: Reader, segmentId: SegmentId): Promise<readonly PendingVisit[]> {
  const rows = await read
    .selectFrom("pending_visits")
    .select(["id", "event"])
    .where("segment_id", "=", segmentId)
    .execute();
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function removeClaimed(db: Database, segmentId: SegmentId): Promise<void> {
  await db[WRITE](async (tx) => {
    await tx.deleteFrom("pending_visits").where("segment_id", "=", segmentId).execute();
  });
}
