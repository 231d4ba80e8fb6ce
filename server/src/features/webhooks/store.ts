import type { Reader, Tx } from "#platform/database/database.ts";
import type { Webhook } from "./webhook.ts";
import type { SubscriptionRow, WebhookTables } from "./webhook-tables.ts";

/** A handle's webhooks, oldest first, those after `after`. */
export async function listWebhooks(
  read: Reader,
  handleId: string,
  after: string | undefined,
  limit: number,
): Promise<Webhook[]> {
  const all = read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_subscriptions")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("deleted_at", "is", null)
    .orderBy("subscription_id")
    .limit(limit);
  const rows = await (after === undefined ? all : all.where("subscription_id", ">", after)).execute();
  return rows.map(toWebhook);
}

export async function countWebhooks(read: Reader, handleId: string): Promise<number> {
  const { count } = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_subscriptions")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("handle_id", "=", handleId)
    .where("deleted_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** One of this handle's that is not deleted. */
export async function findWebhook(
  read: Reader,
  handleId: string,
  subscriptionId: string,
): Promise<Webhook | undefined> {
  const row = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_subscriptions")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("subscription_id", "=", subscriptionId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && toWebhook(row);
}

export async function insertWebhook(tx: Tx, handleId: string, webhook: Webhook): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .insertInto("webhook_subscriptions")
    .values({ ...toRow(handleId, webhook), deleted_at: null })
    .execute();
}

export async function updateWebhook(tx: Tx, handleId: string, webhook: Webhook): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_subscriptions")
    .set(toRow(handleId, webhook))
    .where("handle_id", "=", handleId)
    .where("subscription_id", "=", webhook.subscriptionId)
    .execute();
}

/** From here on it is not there for anyone. What it leaves behind is purged later, in small portions. */
export async function markDeleted(
  tx: Tx,
  handleId: string,
  subscriptionId: string,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_subscriptions")
    .set({ deleted_at: now.getTime(), enabled: 0, wants_clicks: 0 })
    .where("handle_id", "=", handleId)
    .where("subscription_id", "=", subscriptionId)
    .execute();
}

/** Whether a row asks for clicks, disabled ones too: their clicks are kept, to be replayed. */
const wantsClicks = (eventTypes: readonly string[]) =>
  eventTypes.includes("*") || eventTypes.includes("link.clicked");

export function toWebhook(row: SubscriptionRow): Webhook {
  return {
    subscriptionId: row.subscription_id,
    endpointUrl: row.endpoint_url,
    eventTypes: JSON.parse(row.event_types),
    slugs: row.slugs === null ? null : JSON.parse(row.slugs),
    campaignIds: row.campaign_ids === null ? null : JSON.parse(row.campaign_ids),
    description: row.description,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    disabledAt: toDate(row.disabled_at),
    failingSince: toDate(row.failing_since),
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    version: row.version,
  };
}

const toRow = (handleId: string, webhook: Webhook): Omit<SubscriptionRow, "deleted_at"> => ({
  subscription_id: webhook.subscriptionId,
  handle_id: handleId,
  endpoint_url: webhook.endpointUrl,
  event_types: JSON.stringify(webhook.eventTypes),
  slugs: webhook.slugs && JSON.stringify(webhook.slugs),
  campaign_ids: webhook.campaignIds && JSON.stringify(webhook.campaignIds),
  description: webhook.description,
  enabled: Number(webhook.enabled),
  disabled_reason: webhook.disabledReason,
  disabled_at: webhook.disabledAt?.getTime() ?? null,
  failing_since: webhook.failingSince?.getTime() ?? null,
  wants_clicks: Number(wantsClicks(webhook.eventTypes)),
  created_by: webhook.createdBy,
  created_at: webhook.createdAt.getTime(),
  updated_at: webhook.updatedAt.getTime(),
  version: webhook.version,
});

const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));
