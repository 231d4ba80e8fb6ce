import type { Reader, Tx } from "#platform/database/database.ts";
import type { WebhookTables } from "./webhook-tables.ts";

/** Of events of one type since a moment, in epoch milliseconds. */
export function listPayloads(
  read: Reader,
  handleId: string,
  type: string,
  since: number,
): Promise<{ readonly id: string; readonly payload: string }[]> {
  return read
    .$extendTables<WebhookTables>()
    .selectFrom("outbox")
    .select(["id", "payload"])
    .where("handle_id", "=", handleId)
    .where("at", ">=", since)
    .where("type", "=", type)
    .execute();
}

export async function savePayload(tx: Tx, handleId: string, eventId: string, payload: string): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("outbox")
    .set({ payload })
    .where("handle_id", "=", handleId)
    .where("id", "=", eventId)
    .execute();
}

/** The deliveries of one event to webhooks of its handle. */
export function listBodies(
  read: Reader,
  handleId: string,
  eventId: string,
): Promise<{ readonly delivery_id: string; readonly subscription_id: string; readonly body: string }[]> {
  return read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_deliveries")
    .innerJoin(
      "webhook_subscriptions",
      "webhook_subscriptions.subscription_id",
      "webhook_deliveries.subscription_id",
    )
    .select([
      "webhook_deliveries.delivery_id",
      "webhook_deliveries.subscription_id",
      "webhook_deliveries.body",
    ])
    .where("webhook_subscriptions.handle_id", "=", handleId)
    .where("webhook_deliveries.event_id", "=", eventId)
    .execute();
}

/** What an endpoint has answered may repeat what it was told, so that goes as well. */
export async function saveBody(
  tx: Tx,
  key: { readonly subscription_id: string; readonly delivery_id: string },
  body: string,
): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_deliveries")
    .set({ body, answer_headers: null, answer_body: null })
    .where("subscription_id", "=", key.subscription_id)
    .where("delivery_id", "=", key.delivery_id)
    .execute();
}
