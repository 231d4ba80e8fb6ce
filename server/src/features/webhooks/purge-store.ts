import { newId } from "#kernel/ids.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { WebhookTables } from "./webhook-tables.ts";

/** All subscriptions of all handles, the deleted ones too. */
export async function listKept(
  read: Reader,
): Promise<readonly { readonly subscriptionId: string; readonly isDeleted: boolean }[]> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_subscriptions")
    .select(["subscription_id", "deleted_at"])
    .execute();
  return rows.map((row) => ({ subscriptionId: row.subscription_id, isDeleted: row.deleted_at !== null }));
}

/** Up to `limit` of the deliveries that were made before `before`; tells how many went. */
export async function deleteDeliveries(
  tx: Tx,
  subscriptionId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const db = tx.$extendTables<WebhookTables>();
  const old = db
    .selectFrom("webhook_deliveries")
    .select("delivery_id")
    .where("subscription_id", "=", subscriptionId)
    .where("delivery_id", "<", newId("dlv", before.getTime())) // Ids sort by time.
    .orderBy("delivery_id")
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom("webhook_deliveries")
    .where("subscription_id", "=", subscriptionId)
    .where("delivery_id", "in", old)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** A deleted one, of which no delivery is left. */
export async function purge(tx: Tx, subscriptionId: string): Promise<void> {
  const db = tx.$extendTables<WebhookTables>();
  await db.deleteFrom("webhook_replays").where("subscription_id", "=", subscriptionId).execute();
  await db.deleteFrom("webhook_secrets").where("subscription_id", "=", subscriptionId).execute();
  await db.deleteFrom("webhook_subscriptions").where("subscription_id", "=", subscriptionId).execute();
}
