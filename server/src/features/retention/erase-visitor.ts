import type { MemberActor } from "#kernel/actor.ts";
import { newId } from "#kernel/ids.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Erasure, insertErasure } from "./erasure-store.ts";
import { finishErasure } from "./finish-erasure.ts";
import { removeTraces } from "./trace-store.ts";

const WAIT_MS = 8_000;
const LATER_MS = 15_000;

/**
 * From the commit on it is certain to happen, whoever dies. Done means that nothing is left anywhere; else the job goes on
 * with it. The audit row names the erasure and not the visitor, who would otherwise be named there for ever.
 */
export async function eraseVisitor(
  deps: ControlDeps,
  actor: MemberActor,
  visitorId: string,
): Promise<{ readonly erasureId: string; readonly isDone: boolean }> {
  const { handleId } = actor;
  const erasure = await mutate<Erasure>(deps, actor, contract.eraseVisitor, async (tx, now) => {
    const at = now.getTime();
    const begun: Erasure = { erasureId: newId("ers", at), handleId, visitorId, at, doneAt: null };
    await insertErasure(tx, handleId, begun, at + LATER_MS);
    await removeTraces(tx, handleId, visitorId);
    return {
      result: begun,
      audit: { action: "visitor.erase", target: begun.erasureId },
      visitors: [{ handleId, visitorId }],
    };
  });
  const isDone = await finishErasure(deps, erasure, WAIT_MS).catch((err: unknown) => {
    deps.log.warn({ err, erasureId: erasure.erasureId }, "An erasure could not be finished yet. It goes on.");
    return false;
  });
  return { erasureId: erasure.erasureId, isDone };
}
