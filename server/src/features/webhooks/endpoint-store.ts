import type { HandleTables } from "#features/handles/index.ts";
import type { UserTables } from "#features/users/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";
import type { DisabledReason } from "./webhook.ts";
import type { WebhookTables } from "./webhook-tables.ts";

const endpoint = readStatement<{ readonly id: string }, { readonly endpoint_url: string }>((db, { id }) =>
  db
    .$extendTables<WebhookTables & HandleTables>()
    .selectFrom("webhook_subscriptions as s")
    .innerJoin("handles as h", "h.handle_id", "s.handle_id")
    .select("s.endpoint_url")
    .where("s.subscription_id", "=", id)
    .where("s.enabled", "=", 1)
    .where("s.deleted_at", "is", null)
    .where("h.deleted_at", "is", null),
);

/** Where to send now; `undefined` for one that is disabled or deleted, also with its handle. */
export async function findEndpoint(read: Reader, subscriptionId: string): Promise<string | undefined> {
  const [row] = await endpoint(read, { id: subscriptionId });
  return row?.endpoint_url;
}

/** Since when each of these has failed only, and whether it is enabled; the deleted are left out. */
export async function findStandings(
  read: Reader,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly failingSince: number | null; readonly enabled: boolean }>> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_subscriptions")
    .select(["subscription_id", "failing_since", "enabled"])
    .where("subscription_id", "in", subscriptionIds)
    .where("deleted_at", "is", null)
    .execute();
  return new Map(
    rows.map((row) => [row.subscription_id, { failingSince: row.failing_since, enabled: row.enabled === 1 }]),
  );
}

/** Epoch milliseconds. Its version stays: nobody has changed it. */
export async function setFailingSince(tx: Tx, subscriptionId: string, since: number | null): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_subscriptions")
    .set({ failing_since: since })
    .where("subscription_id", "=", subscriptionId)
    .execute();
}

export async function disable(
  tx: Tx,
  subscriptionId: string,
  reason: DisabledReason,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_subscriptions")
    .set((row) => ({
      enabled: 0,
      disabled_reason: reason,
      disabled_at: now.getTime(),
      updated_at: now.getTime(),
      version: row("version", "+", 1),
    }))
    .where("subscription_id", "=", subscriptionId)
    .execute();
}

/** Whom to tell that something of a handle has stopped. */
export async function findOwner(
  read: Reader,
  handleId: string,
): Promise<{ readonly email: string; readonly handle: string } | undefined> {
  return read
    .$extendTables<HandleTables & UserTables>()
    .selectFrom("handles")
    .innerJoin("users", "users.user_id", "handles.owner_user_id")
    .select(["users.email", "handles.handle"])
    .where("handles.handle_id", "=", handleId)
    .where("handles.deleted_at", "is", null)
    .where("users.disabled_at", "is", null)
    .executeTakeFirst();
}
