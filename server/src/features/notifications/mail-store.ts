import { newId } from "#kernel/ids.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { Recipient } from "./item-store.ts";
import type { MailKind, MailRow, NotificationTables } from "./notification-tables.ts";

/** Due at once. */
export async function insertMail(tx: Tx, to: Recipient, kind: MailKind, now: Date): Promise<string> {
  const mailId = newId("nml", now.getTime());
  const row: MailRow = {
    mail_id: mailId,
    handle_id: to.handleId,
    email: to.email,
    kind,
    created_at: now.getTime(),
    next_at: now.getTime(),
    claim: null,
    failures: 0,
    sent_at: null,
    given_up: null,
  };
  await tx.$extendTables<NotificationTables>().insertInto("notification_mails").values(row).execute();
  return mailId;
}

/** Those whose time has come, or whose lease has run out: the longest due first. */
export function listDueMails(read: Reader, now: Date, limit: number): Promise<MailRow[]> {
  return read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_mails")
    .selectAll()
    .where("next_at", "<=", now.getTime())
    .orderBy("next_at")
    .orderBy("mail_id")
    .limit(limit)
    .execute();
}

/** What becomes of a mail: when it is due next, who has it, how it ended. */
export async function updateMail(
  tx: Tx,
  mailId: string,
  change: Partial<Pick<MailRow, "next_at" | "claim" | "failures" | "sent_at" | "given_up">>,
): Promise<void> {
  await tx
    .$extendTables<NotificationTables>()
    .updateTable("notification_mails")
    .set(change)
    .where("mail_id", "=", mailId)
    .execute();
}

/** Whether it is still this one's to conclude: another may have taken it when the lease ran out. */
export async function isClaimed(read: Reader, mailId: string, claim: string): Promise<boolean> {
  const row = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_mails")
    .select("mail_id")
    .where("mail_id", "=", mailId)
    .where("claim", "=", claim)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countSent(read: Reader, day: string, email: string): Promise<number> {
  const row = await read
    .$extendTables<NotificationTables>()
    .selectFrom("notification_days")
    .select("mails")
    .where("day", "=", day)
    .where("email", "=", email)
    .executeTakeFirst();
  return row?.mails ?? 0;
}

export async function addSent(tx: Tx, day: string, email: string): Promise<void> {
  await tx
    .$extendTables<NotificationTables>()
    .insertInto("notification_days")
    .values({ day, email, mails: 1 })
    .onConflict((known) =>
      known.columns(["day", "email"]).doUpdateSet((row) => ({
        mails: row("notification_days.mails", "+", 1),
      })),
    )
    .execute();
}

/** What was concluded before `before` (epoch ms), with what was in it; days before `day`. */
export async function deleteConcluded(tx: Tx, before: number, day: string): Promise<void> {
  const tables = tx.$extendTables<NotificationTables>();
  const old = tables
    .selectFrom("notification_mails")
    .select("mail_id")
    .where("next_at", "is", null)
    .where("created_at", "<", before);
  await tables.deleteFrom("notification_items").where("mail_id", "in", old).execute();
  await tables
    .deleteFrom("notification_mails")
    .where("next_at", "is", null)
    .where("created_at", "<", before)
    .execute();
  await tables.deleteFrom("notification_days").where("day", "<", day).execute();
}
