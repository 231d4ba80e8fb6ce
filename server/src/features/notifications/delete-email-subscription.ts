import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchSubscription } from "./notification.ts";
import { deleteSubscription, findSubscription } from "./store.ts";

/** What waits for it is not sent. An address that is the owner's is still told what the owner is told. */
export function deleteEmailSubscription(
  deps: ControlDeps,
  actor: MemberActor,
  subscriptionId: string,
): Promise<void> {
  const { handleId } = actor;
  return mutate(deps, actor, contract.deleteEmailSubscription, async (tx) => {
    const subscription = await findSubscription(readerOf(tx), handleId, subscriptionId);
    if (subscription === undefined) throw noSuchSubscription();
    await deleteSubscription(tx, handleId, subscriptionId);
    const { email } = subscription;
    return {
      result: undefined,
      audit: { action: "email_subscription.delete", target: subscriptionId, details: { email } },
    };
  });
}
