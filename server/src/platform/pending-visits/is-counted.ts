import type { Reader } from "#platform/database/database.ts";

/** Whether a segment has been in the warehouse and in the counters during the last thirty days, wherever it was shipped from. */
export async function isCounted(read: Reader, segmentId: string): Promise<boolean> {
  const row = await read
    .selectFrom("counted_segments")
    .select("segment_id")
    .where("segment_id", "=", segmentId)
    .executeTakeFirst();
  return row !== undefined;
}
