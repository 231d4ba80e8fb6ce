import type { AnonymousActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { Recipient } from "./item-store.ts";
import { findSaid, saveSaid } from "./store.ts";

/** Whoever has the address has agreed. Doing it again changes nothing. */
export function confirmEmail(
  deps: ControlDeps,
  actor: AnonymousActor,
  { handleId, email }: Recipient,
): Promise<void> {
  return mutate(deps, actor, contract.confirmEmail, async (tx, now) => {
    const said = await findSaid(readerOf(tx), handleId, email);
    if (said.confirmedAt !== null) return { result: undefined, audit: null };
    await saveSaid(tx, handleId, email, { ...said, confirmedAt: now.getTime(), unsubscribedAt: null });
    return {
      result: undefined,
      audit: { action: "email_subscription.confirm", target: email, handleId },
    };
  });
}
