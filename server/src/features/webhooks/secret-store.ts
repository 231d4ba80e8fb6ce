import type { Reader, Tx } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";
import type { WebhookTables } from "./webhook-tables.ts";

type Sealed = { readonly sealed: string; readonly expires_at: number | null };

const secrets = readStatement<{ readonly id: string }, Sealed>((db, { id }) =>
  db
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_secrets")
    .select(["sealed", "expires_at"])
    .where("subscription_id", "=", id)
    .orderBy("number", "desc"),
);

/** Newest first; those that have expired are left out. */
export async function listSealed(read: Reader, subscriptionId: string, now: Date): Promise<string[]> {
  const rows = await secrets(read, { id: subscriptionId });
  return rows
    .filter(({ expires_at }) => expires_at === null || expires_at > now.getTime())
    .map(({ sealed }) => sealed);
}

/**
 * Puts a new secret before all others. Those end when `oldUntil` comes, if not before; what has ended already, and what
 * is one too many, is gone.
 */
export async function insertSealed(
  tx: Tx,
  subscriptionId: string,
  sealed: string,
  now: Date,
  oldUntil = now,
): Promise<void> {
  const db = tx.$extendTables<WebhookTables>();
  const { last } = await db
    .selectFrom("webhook_secrets")
    .select(({ fn }) => fn.max("number").as("last"))
    .where("subscription_id", "=", subscriptionId)
    .executeTakeFirstOrThrow();
  const number = Number(last ?? 0) + 1;
  await db
    .updateTable("webhook_secrets")
    .set({ expires_at: oldUntil.getTime() })
    .where("subscription_id", "=", subscriptionId)
    .where((or) => or.or([or("expires_at", "is", null), or("expires_at", ">", oldUntil.getTime())]))
    .execute();
  await db
    .deleteFrom("webhook_secrets")
    .where("subscription_id", "=", subscriptionId)
    .where((or) => or.or([or("expires_at", "<=", now.getTime()), or("number", "<=", number - SECRETS_MAX)]))
    .execute();
  await db
    .insertInto("webhook_secrets")
    .values({ subscription_id: subscriptionId, number, sealed, expires_at: null })
    .execute();
}

/** Each signs every delivery. */
const SECRETS_MAX = 5;
