import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findSegments } from "#platform/visits/assign-segments.ts";

/** In the order of their names. The same refusal for a visitor of no segment, for none at all, and for another handle's. */
export async function getVisitorSegments(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  visitorId: string,
): Promise<readonly string[]> {
  const segments = await findSegments(db.read, handleId, visitorId);
  if (segments.length === 0) throw new AppError("not_found", "There is no such visitor with a segment.");
  return segments;
}
