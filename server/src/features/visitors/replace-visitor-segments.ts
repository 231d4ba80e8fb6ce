import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { assignSegments, findSegments } from "#platform/visits/assign-segments.ts";
import * as contract from "./contract.ts";
import { removeSegments } from "./store.ts";

/** From the answer on the visitor is in these segments and no others. What changes nothing leaves nothing behind. */
export function replaceVisitorSegments(
  deps: ControlDeps,
  actor: MemberActor,
  visitorId: string,
  segments: readonly string[],
): Promise<readonly string[]> {
  const { handleId } = actor;
  const result = [...segments].sort();
  return mutate(deps, actor, contract.replaceVisitorSegments, async (tx, now) => {
    const before = await findSegments(readerOf(tx), handleId, visitorId);
    const added = result.filter((segment) => !before.includes(segment));
    const removed = before.filter((segment) => !result.includes(segment));
    if (added.length === 0 && removed.length === 0) return { result, audit: null };
    await removeSegments(tx, handleId, visitorId, removed);
    await assignSegments(tx, handleId, visitorId, added, now);
    return {
      result,
      audit: { action: "visitor.segments", target: visitorId, details: { added, removed } },
      events: [
        { type: "visitor.segments_changed", payload: { visitorId, segments: result, added, removed } },
      ],
      visitors: [{ handleId, visitorId }],
    };
  });
}
