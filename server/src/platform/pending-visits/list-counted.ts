import type { Reader } from "#platform/database/database.ts";

/** Those that have been in the warehouse and in the counters during the last thirty days, wherever they were shipped from. */
export async function listCounted(read: Reader, segmentIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await read
    .selectFrom("counted_segments")
    .select("segment_id")
    .where("segment_id", "in", segmentIds)
    .execute();
  return new Set(rows.map(({ segment_id }) => segment_id));
}
