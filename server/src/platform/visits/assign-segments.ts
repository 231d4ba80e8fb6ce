import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";

/** Built in: assigned to whoever has sent a signal or converted. */
export const ENGAGED = "engaged";
/** Built in, and never stored: what the visit itself says. */
export const OF_THE_VISIT = ["new", "returning"] as const;
export const SEGMENT_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const SEGMENTS_MAX = 50;

/** Adds segments to a visitor, up to fifty in all; those beyond are left out. Tells whether anything changed. */
export async function assignSegments(
  tx: Tx,
  handleId: string,
  visitorId: string,
  segments: readonly string[],
  now: Date,
): Promise<boolean> {
  const held = await findSegments(readerOf(tx), handleId, visitorId);
  const added = [...new Set(segments)].filter((segment) => !held.includes(segment));
  const rows = added.slice(0, Math.max(0, SEGMENTS_MAX - held.length)).map((segment) => ({
    handle_id: handleId,
    visitor_id: visitorId,
    segment,
    at: now.getTime(),
  }));
  if (rows.length === 0) return false;
  await tx.insertInto("visitor_segments").values(rows).execute();
  return true;
}

/** In the order of their names. */
export async function findSegments(read: Reader, handleId: string, visitorId: string): Promise<string[]> {
  const rows = await read
    .selectFrom("visitor_segments")
    .select("segment")
    .where("handle_id", "=", handleId)
    .where("visitor_id", "=", visitorId)
    .orderBy("segment")
    .execute();
  return rows.map(({ segment }) => segment);
}
