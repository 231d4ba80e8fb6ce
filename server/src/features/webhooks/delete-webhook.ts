import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { requireWebhook } from "./get-webhook.ts";
import { markDeleted } from "./store.ts";
import { originOf } from "./webhook.ts";

/** No attempt begins after the answer. */
export function deleteWebhook(
  deps: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  ifMatch: number | undefined,
): Promise<void> {
  const { handleId } = actor;
  return mutate(deps, actor, contract.deleteWebhook, async (tx, now) => {
    const webhook = await requireWebhook(readerOf(tx), handleId, subscriptionId);
    requireVersion("webhook", webhook, ifMatch);
    await markDeleted(tx, handleId, subscriptionId, now);
    const endpoint = originOf(webhook.endpointUrl);
    return {
      result: undefined,
      audit: { action: "webhook.delete", target: subscriptionId, details: { endpoint } },
    };
  });
}
