import type { Tx } from "#platform/database/database.ts";

export async function removeSegments(
  tx: Tx,
  handleId: string,
  visitorId: string,
  segments: readonly string[],
): Promise<void> {
  if (segments.length === 0) return;
  await tx
    .deleteFrom("visitor_segments")
    .where("handle_id", "=", handleId)
    .where("visitor_id", "=", visitorId)
    .where("segment", "in", segments)
    .execute();
}
