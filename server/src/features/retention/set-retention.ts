import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Retention, retentionOf } from "./retention.ts";
import { findEventsDays, saveEventsDays } from "./store.ts";

/** Holds from the next daily run on. What was removed by then does not come back. */
export function setRetention(
  deps: ControlDeps,
  actor: MemberActor,
  eventsDays: number | null,
): Promise<Retention> {
  const { handleId } = actor;
  return mutate(deps, actor, contract.setRetention, async (tx, now) => {
    const result = retentionOf(eventsDays, deps.retentionDays);
    const before = await findEventsDays(readerOf(tx), handleId);
    if (before === eventsDays) return { result, audit: null };
    await saveEventsDays(tx, handleId, eventsDays, now);
    return {
      result,
      audit: {
        action: "retention.change",
        target: handleId,
        details: { before, eventsDays },
      },
    };
  });
}
