import type { Reader, Tx } from "#platform/database/database.ts";
import {
  type AddressSaid,
  DEFAULT_SETTINGS,
  type EmailSubscription,
  NOTHING_SAID,
  type Settings,
} from "./notification.ts";
import type { NotificationTables } from "./notification-tables.ts";

export async function listSubscriptions(read: Reader, handleId: string): Promise<EmailSubscription[]> {
  const rows = await read
    .$extendTables<NotificationTables>()
    .selectFrom("email_subscriptions")
    .selectAll()
    .where("handle_id", "=", handleId)
    .orderBy("subscription_id")
    .execute();
  return rows.map(toSubscription);
}

export async function findSubscription(
  read: Reader,
  handleId: string,
  subscriptionId: string,
): Promise<EmailSubscription | undefined> {
  const row = await read
    .$extendTables<NotificationTables>()
    .selectFrom("email_subscriptions")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("subscription_id", "=", subscriptionId)
    .executeTakeFirst();
  return row && toSubscription(row);
}

export async function insertSubscription(
  tx: Tx,
  handleId: string,
  subscription: EmailSubscription,
): Promise<void> {
  await tx
    .$extendTables<NotificationTables>()
    .insertInto("email_subscriptions")
    .values({
      subscription_id: subscription.subscriptionId,
      handle_id: handleId,
      email: subscription.email,
      event_types: JSON.stringify(subscription.eventTypes),
      created_by: subscription.createdBy,
      created_at: subscription.createdAt.getTime(),
    })
    .execute();
}

export async function deleteSubscription(tx: Tx, handleId: string, subscriptionId: string): Promise<void> {
  await tx
    .$extendTables<NotificationTables>()
    .deleteFrom("email_subscriptions")
    .where("handle_id", "=", handleId)
    .where("subscription_id", "=", subscriptionId)
    .execute();
}

/** What addresses have said of this handle, by address. Those that are not in it have said nothing. */
export async function listSaid(read: Reader, handleId: string): Promise<ReadonlyMap<string, AddressSaid>> {
  const rows = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_addresses")
    .selectAll()
    .where("handle_id", "=", handleId)
    .execute();
  return new Map(rows.map((row) => [row.email, toSaid(row)]));
}

export async function findSaid(read: Reader, handleId: string, email: string): Promise<AddressSaid> {
  const row = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_addresses")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("email", "=", email)
    .executeTakeFirst();
  return row === undefined ? NOTHING_SAID : toSaid(row);
}

export async function saveSaid(tx: Tx, handleId: string, email: string, said: AddressSaid): Promise<void> {
  const row = {
    confirmation_sent_at: said.confirmationSentAt,
    confirmed_at: said.confirmedAt,
    unsubscribed_at: said.unsubscribedAt,
  };
  await tx
    .$extendTables<NotificationTables>()
    .insertInto("notification_addresses")
    .values({ handle_id: handleId, email, ...row })
    .onConflict((known) => known.columns(["handle_id", "email"]).doUpdateSet(row))
    .execute();
}

export async function findSettings(read: Reader, handleId: string): Promise<Settings> {
  const row = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_settings")
    .selectAll()
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  if (row === undefined) return DEFAULT_SETTINGS;
  return {
    ownerEventTypes: JSON.parse(row.owner_event_types),
    paused: row.paused === 1,
    version: row.version,
  };
}

export async function saveSettings(tx: Tx, handleId: string, settings: Settings, now: Date): Promise<void> {
  const row = {
    owner_event_types: JSON.stringify(settings.ownerEventTypes),
    paused: Number(settings.paused),
    version: settings.version,
    updated_at: now.getTime(),
  };
  await tx
    .$extendTables<NotificationTables>()
    .insertInto("notification_settings")
    .values({ handle_id: handleId, ...row })
    .onConflict((known) => known.column("handle_id").doUpdateSet(row))
    .execute();
}

const toSubscription = (row: NotificationTables["email_subscriptions"]): EmailSubscription => ({
  subscriptionId: row.subscription_id,
  email: row.email,
  eventTypes: JSON.parse(row.event_types),
  createdBy: row.created_by,
  createdAt: new Date(row.created_at),
});

const toSaid = (row: NotificationTables["notification_addresses"]): AddressSaid => ({
  confirmationSentAt: row.confirmation_sent_at,
  confirmedAt: row.confirmed_at,
  unsubscribedAt: row.unsubscribed_at,
});
