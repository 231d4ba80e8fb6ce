import type { HandleActor } from "#kernel/actor.ts";
import { newId } from "#kernel/ids.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { insertDeliveries } from "./delivery-store.ts";
import { requireWebhook } from "./get-webhook.ts";
import { bodyOf } from "./message.ts";
import { requireEnabled } from "./webhook.ts";

const TYPE = "webhook.test";

/** Sends this webhook alone an event, as every other event is sent: signed, retried, logged. */
export async function testWebhook(
  deps: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
): Promise<{ readonly eventId: string; readonly deliveryId: string }> {
  const { handleId, handle } = actor;
  await requireWebhook(deps.db.read, handleId, subscriptionId); // 404 comes before 429.
  await deps.limits.count("webhookTest", handleId);
  return mutate(deps, actor, contract.testWebhook, async (tx, now) => {
    requireEnabled(await requireWebhook(readerOf(tx), handleId, subscriptionId));
    const eventId = newId("evt", now.getTime());
    const body = bodyOf({ eventId, type: TYPE, payload: { subscriptionId }, occurredAt: now }, handle);
    const [deliveryId = ""] = await insertDeliveries(
      tx,
      [{ subscriptionId, eventId, eventType: TYPE, body }],
      now,
    );
    return {
      result: { eventId, deliveryId },
      audit: { action: "webhook.test", target: subscriptionId, details: { eventId } },
    };
  });
}
