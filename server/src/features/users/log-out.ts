import type { UserActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { endSession, endSessions } from "./session-store.ts";

/** Ends the session that asks: neither its access token nor its refresh token is good for anything after the answer. */
export function logOut(deps: ControlDeps, actor: UserActor): Promise<void> {
  const { sessionId } = actor;
  return mutate(afterAnswer(deps), actor, contract.logOut, async (tx, now) => {
    await endSession(tx, sessionId, "logged_out", now);
    return {
      result: undefined,
      audit: { action: "session.end", target: sessionId },
      ended: [sessionId],
    };
  });
}

/** Ends every session of the user who asks, this one too. */
export function logOutEverywhere(deps: ControlDeps, actor: UserActor): Promise<void> {
  const { userId } = actor;
  return mutate(afterAnswer(deps), actor, contract.logOutEverywhere, async (tx, now) => {
    const ended = await endSessions(tx, userId, "logged_out", now);
    return {
      result: undefined,
      audit: { action: "session.end_all", target: userId, details: { sessions: ended.length } },
      ended,
    };
  });
}

/**
 * The request that logs out lives by the session it ends, and must still be answered: what else this session has begun
 * here is ended in the next turn of the event loop. New requests are refused from the commit on.
 */
function afterAnswer(deps: ControlDeps): ControlDeps {
  const { changes } = deps;
  return { ...deps, changes: { ...changes, tell: (news) => void setImmediate(() => changes.tell(news)) } };
}
