import type { HandleTables } from "#features/handles/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import { readStatement, writeStatement } from "#platform/database/statement.ts";
import type { Occurrence } from "./message.ts";
import { toWebhook } from "./store.ts";
import type { Webhook } from "./webhook.ts";
import type { OutboxRow, WebhookTables } from "./webhook-tables.ts";

const waitingHandles = readStatement<Record<string, never>, { readonly id: string | null }>((db) =>
  db
    .$extendTables<WebhookTables>()
    .withRecursive("waiting(id)", (db) =>
      db
        .selectFrom("outbox as o")
        .select(({ fn }) => fn.min<string | null>("o.handle_id").as("id"))
        .where("o.dispatched_at", "is", null)
        .unionAll(
          db
            .selectFrom("waiting")
            .select((eb) =>
              eb
                .selectFrom("outbox as o")
                .select(({ fn }) => fn.min<string | null>("o.handle_id").as("id"))
                .where("o.dispatched_at", "is", null)
                .whereRef("o.handle_id", ">", "waiting.id")
                .as("id"),
            )
            .where("waiting.id", "is not", null),
        ),
    )
    .selectFrom("waiting")
    .select("id")
    .where("id", "is not", null),
);

/** Handles of which something has occurred that has not become deliveries, in the order of their ids. */
export async function listWaitingHandles(read: Reader): Promise<string[]> {
  return (await waitingHandles(read, {})).flatMap(({ id }) => id ?? []);
}

/**
 * Epoch milliseconds of what has waited for longest to become deliveries; `null`: nothing waits. Of each handle the first id
 * is looked at, so that it costs the same however much waits.
 */
export async function oldestUndispatchedAt(read: Reader): Promise<number | null> {
  const times: number[] = [];
  for (const handleId of await listWaitingHandles(read)) {
    const [first] = await listUndispatched(read, handleId, 1);
    if (first !== undefined) times.push(first.occurredAt.getTime());
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** What has occurred in a handle and has not become deliveries, as far as it is committed. */
export async function listUndispatched(read: Reader, handleId: string, limit: number): Promise<Occurrence[]> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("outbox")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("dispatched_at", "is", null)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toOccurrence);
}

const mark = writeStatement<{ readonly handle: string; readonly last: string; readonly at: number }>(
  (db, { handle, last, at }) =>
    db
      .$extendTables<WebhookTables>()
      .updateTable("outbox")
      .set({ dispatched_at: at })
      .where("handle_id", "=", handle)
      .where("dispatched_at", "is", null)
      .where("id", "<=", last),
);

/**
 * Those up to `last` that this transaction sees: the very ones that it has listed, because what commits meanwhile it
 * sees neither time.
 */
export async function markDispatched(tx: Tx, handleId: string, last: string, now: Date): Promise<void> {
  await mark(tx, { handle: handleId, last, at: now.getTime() });
}

/** What occurred in a handle after this moment and id, and before `until` (epoch ms), in order. */
export async function listOccurred(
  read: Reader,
  handleId: string,
  after: { readonly at: number; readonly id: string },
  until: number,
  limit: number,
): Promise<Occurrence[]> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("outbox")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where(({ eb, refTuple, tuple }) => eb(refTuple("at", "id"), ">", tuple(after.at, after.id)))
    .where("at", "<", until)
    .orderBy("at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toOccurrence);
}

/** The enabled webhooks of a handle, and its name; none of one that is deleted. */
export async function listSubscribed(
  read: Reader,
  handleId: string,
): Promise<{ readonly handle: string; readonly webhooks: readonly Webhook[] }> {
  const rows = await read
    .$extendTables<WebhookTables & HandleTables>()
    .selectFrom("webhook_subscriptions as s")
    .innerJoin("handles as h", "h.handle_id", "s.handle_id")
    .selectAll("s")
    .select("h.handle")
    .where("s.handle_id", "=", handleId)
    .where("s.enabled", "=", 1)
    .where("s.deleted_at", "is", null)
    .where("h.deleted_at", "is", null)
    .execute();
  return { handle: rows[0]?.handle ?? "", webhooks: rows.map(toWebhook) };
}

/** The campaigns of links as they are now. */
export async function findCampaigns(
  read: Reader,
  handleId: string,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("links")
    .select(["slug", "campaign_id"])
    .where("handle_id", "=", handleId)
    .where("slug", "in", slugs)
    .execute();
  return new Map(rows.map(({ slug, campaign_id }) => [slug, campaign_id]));
}

const toOccurrence = ({ id, type, payload, at }: OutboxRow): Occurrence => ({
  eventId: id,
  type,
  payload: JSON.parse(payload),
  occurredAt: new Date(at),
});
