import { sql } from "kysely";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { ItemRow, NotificationTables } from "./notification-tables.ts";

type OutboxRow = NotificationTables["outbox"];

/** As the index says it, which is used only then. */
const NO_CLICK = sql<boolean>`type <> 'link.clicked'`;

/** What has occurred and was not taken up, as far as it is committed. */
export function listUnnotified(read: Reader, limit: number): Promise<OutboxRow[]> {
  return read
    .$extendTables<NotificationTables>()
    .selectFrom("outbox")
    .selectAll()
    .where("notified_at", "is", null)
    .where(NO_CLICK)
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function markNotified(tx: Tx, eventIds: readonly string[], now: Date): Promise<void> {
  await tx
    .$extendTables<NotificationTables>()
    .updateTable("outbox")
    .set({ notified_at: now.getTime() })
    .where("id", "in", eventIds)
    .execute();
}

/** Of one statement. */
const ROWS_MAX = 50;

/** An event comes to an address once. */
export async function insertItems(tx: Tx, items: readonly ItemRow[]): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_MAX) {
    await tx
      .$extendTables<NotificationTables>()
      .insertInto("notification_items")
      .values(items.slice(from, from + ROWS_MAX))
      .onConflict((known) => known.columns(["handle_id", "email", "event_id"]).doNothing())
      .execute();
  }
}

/** What was told of these events to nobody yet, and what is kept of what was. */
export async function forgetItems(tx: Tx, handleId: string, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  await tx
    .$extendTables<NotificationTables>()
    .deleteFrom("notification_items")
    .where("handle_id", "=", handleId)
    .where("event_id", "in", [...eventIds])
    .execute();
}

export type Recipient = { readonly handleId: string; readonly email: string };

/** Those for whom something waits that is in no mail. */
export async function listWaiting(read: Reader): Promise<Recipient[]> {
  const rows = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_items")
    .select(["handle_id", "email"])
    .distinct()
    .where("mail_id", "is", null)
    .execute();
  return rows.map(({ handle_id, email }) => ({ handleId: handle_id, email }));
}

/** The ids of the events that wait for a mail, in the order in which they occurred. */
export async function listWaitingItems(read: Reader, { handleId, email }: Recipient): Promise<string[]> {
  const rows = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_items")
    .select("event_id")
    .where("handle_id", "=", handleId)
    .where("email", "=", email)
    .where("mail_id", "is", null)
    .orderBy("occurred_at")
    .orderBy("event_id")
    .execute();
  return rows.map(({ event_id }) => event_id);
}

/** How many events went into mails after `since` (epoch ms), and when the last of those mails was made. */
export async function countMailed(
  read: Reader,
  { handleId, email }: Recipient,
  since: number,
): Promise<{ readonly events: number; readonly lastAt: number | null }> {
  const row = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_items as i")
    .innerJoin("notification_mails as m", "m.mail_id", "i.mail_id")
    .select(({ fn }) => [fn.countAll<number>().as("events"), fn.max("m.created_at").as("last_at")])
    .where("i.handle_id", "=", handleId)
    .where("i.email", "=", email)
    .where("m.created_at", ">", since)
    .executeTakeFirstOrThrow();
  return { events: Number(row.events), lastAt: row.last_at === null ? null : Number(row.last_at) };
}

export async function putIntoMail(
  tx: Tx,
  { handleId, email }: Recipient,
  eventIds: readonly string[],
  mailId: string,
): Promise<void> {
  for (let from = 0; from < eventIds.length; from += 500) {
    await tx
      .$extendTables<NotificationTables>()
      .updateTable("notification_items")
      .set({ mail_id: mailId })
      .where("handle_id", "=", handleId)
      .where("email", "=", email)
      .where("event_id", "in", eventIds.slice(from, from + 500))
      .execute();
  }
}

export function listMailItems(read: Reader, mailId: string): Promise<ItemRow[]> {
  return read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_items")
    .selectAll()
    .where("mail_id", "=", mailId)
    .orderBy("occurred_at")
    .orderBy("event_id")
    .execute();
}
