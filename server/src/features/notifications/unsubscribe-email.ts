import type { AnonymousActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { Recipient } from "./item-store.ts";
import { findSaid, saveSaid } from "./store.ts";

/**
 * From the answer on nothing of this handle is sent to the address, whoever's it is, until it has agreed anew. Doing it
 * again changes nothing.
 */
export function unsubscribeEmail(
  deps: ControlDeps,
  actor: AnonymousActor,
  { handleId, email }: Recipient,
): Promise<void> {
  return mutate(deps, actor, contract.unsubscribeEmail, async (tx, now) => {
    const said = await findSaid(readerOf(tx), handleId, email);
    if (said.unsubscribedAt !== null) return { result: undefined, audit: null };
    await saveSaid(tx, handleId, email, { ...said, confirmedAt: null, unsubscribedAt: now.getTime() });
    return {
      result: undefined,
      audit: { action: "email_subscription.unsubscribe", target: email, handleId },
    };
  });
}
