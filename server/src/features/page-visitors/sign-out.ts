import type { AnonymousActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { endSession } from "./store.ts";
import type { PageVisitor } from "./visitor.ts";

/** From the answer on the cookie is worth nothing, wherever a copy of it may be. */
export async function signOut(deps: ControlDeps, actor: AnonymousActor, visitor: PageVisitor): Promise<void> {
  await mutate(deps, actor, contract.signOutVisitor, async (tx, now) => {
    await endSession(tx, visitor.sessionId, now);
    const audit = { action: "visitor.sign_out", target: visitor.visitorId, handleId: visitor.scope };
    return { result: undefined, audit };
  });
}
