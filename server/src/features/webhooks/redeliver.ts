import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Delivery, restartDelivery } from "./delivery-store.ts";
import { requireDelivery } from "./get-delivery.ts";
import { requireEnabled } from "./webhook.ts";

/** Sends the same bytes under the same `webhook-id` again, with all retries, whatever became of them before. */
export async function redeliver(
  deps: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  deliveryId: string,
): Promise<Delivery> {
  const { handleId } = actor;
  return mutate<Delivery>(deps, actor, contract.redeliverWebhook, async (tx, now) => {
    const read = readerOf(tx);
    const { delivery, webhook } = await requireDelivery(read, handleId, subscriptionId, deliveryId);
    requireEnabled(webhook);
    await restartDelivery(tx, subscriptionId, deliveryId, now);
    const { eventId, eventType } = delivery;
    return {
      result: { ...delivery, status: "PENDING", nextAttemptAt: now, completedAt: null },
      audit: { action: "webhook.redeliver", target: subscriptionId, details: { eventId, eventType } },
    };
  });
}
