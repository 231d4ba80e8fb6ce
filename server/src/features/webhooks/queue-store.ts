import type { HandleTables } from "#features/handles/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import { readStatement, writeStatement } from "#platform/database/statement.ts";
import type { Grant } from "#platform/delivery/delivery-lanes.ts";
import type { Addressed } from "#platform/delivery/handle-lanes.ts";
import type { DeliveryRow, WebhookTables } from "./webhook-tables.ts";

/** A delivery that this process holds for a while. */
export type Job = Addressed & {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly body: string;
  readonly failures: number;
  readonly attempts: number;
  readonly history: string;
  readonly claim: string;
  /** Epoch milliseconds. */
  readonly heldUntil: number;
};

export type DueEndpoint = Addressed & {
  /** Epoch milliseconds of the delivery that has waited for longest. */
  readonly dueAt: number;
  readonly isFailing: boolean;
};

type DueRow = {
  readonly subscription_id: string;
  readonly handle_id: string;
  readonly failing_since: number | null;
  readonly due_at: number | null;
};

const dueLanes = readStatement<Record<string, never>, DueRow>((db) =>
  db
    .$extendTables<WebhookTables & HandleTables>()
    .withRecursive("lane(id)", (db) =>
      db
        .selectFrom("webhook_deliveries as d")
        .select(({ fn }) => fn.min<string | null>("d.subscription_id").as("id"))
        .where("d.next_at", "is not", null)
        .unionAll(
          db
            .selectFrom("lane")
            .select((eb) =>
              eb
                .selectFrom("webhook_deliveries as d")
                .select(({ fn }) => fn.min<string | null>("d.subscription_id").as("id"))
                .where("d.next_at", "is not", null)
                .whereRef("d.subscription_id", ">", "lane.id")
                .as("id"),
            )
            .where("lane.id", "is not", null),
        ),
    )
    .selectFrom("lane")
    .innerJoin("webhook_subscriptions as s", "s.subscription_id", "lane.id")
    .innerJoin("handles as h", "h.handle_id", "s.handle_id")
    .select(["s.subscription_id", "s.handle_id", "s.failing_since"])
    .select((eb) =>
      eb
        .selectFrom("webhook_deliveries as d")
        .select(({ fn }) => fn.min("d.next_at").as("due_at"))
        .whereRef("d.subscription_id", "=", "lane.id")
        .where("d.next_at", "is not", null)
        .as("due_at"),
    )
    .where("s.enabled", "=", 1)
    .where("s.deleted_at", "is", null)
    .where("h.deleted_at", "is", null),
);

/**
 * Enabled webhooks for which something is due, those that have waited for longest first. Goes from one to the next in
 * the index, so that it costs the same however much waits for one of them.
 */
export async function listDue(read: Reader, now: Date): Promise<DueEndpoint[]> {
  return (await dueLanes(read, {}))
    .map((row) => ({
      endpointId: row.subscription_id,
      handleId: row.handle_id,
      dueAt: Number(row.due_at ?? Number.POSITIVE_INFINITY),
      isFailing: row.failing_since !== null,
    }))
    .filter(({ dueAt }) => dueAt <= now.getTime())
    .sort((a, b) => a.dueAt - b.dueAt);
}

/** Leases so many of what is due for an endpoint, to whoever is called `claim`, until `until` (epoch ms). */
export async function claimDue(
  tx: Tx,
  { endpointId, handleId, count }: Grant,
  claim: string,
  now: Date,
  until: number,
): Promise<Job[]> {
  const db = tx.$extendTables<WebhookTables>();
  const due = db
    .selectFrom("webhook_deliveries")
    .select("delivery_id")
    .where("subscription_id", "=", endpointId)
    .where("next_at", "is not", null)
    .where("next_at", "<=", now.getTime())
    .orderBy("next_at")
    .limit(count);
  const rows = await db
    .updateTable("webhook_deliveries")
    .set({ next_at: until, claim })
    .where("subscription_id", "=", endpointId)
    .where("delivery_id", "in", due)
    .returning(["delivery_id", "event_id", "event_type", "body", "failures", "attempts", "history"])
    .execute();
  return rows.map((row) => ({
    endpointId,
    handleId,
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    eventType: row.event_type,
    body: row.body,
    failures: row.failures,
    attempts: row.attempts,
    history: row.history,
    claim,
    heldUntil: until,
  }));
}

type Keys = { readonly subscription_id: string; readonly delivery_id: string };
type Concluded = Pick<DeliveryRow, "failures" | "attempts" | "history" | "answer_headers" | "answer_body">;
const CONCLUDED = ["failures", "attempts", "history", "answer_headers", "answer_body"] as const;

const succeed = writeStatement<Keys & Concluded & { readonly at: number }>((db, row) =>
  db
    .$extendTables<WebhookTables>()
    .updateTable("webhook_deliveries")
    .set({
      ...concluded(row),
      status: "SUCCEEDED",
      next_at: null,
      claim: null,
      completed_at: row.at,
    })
    .where("subscription_id", "=", row.subscription_id)
    .where("delivery_id", "=", row.delivery_id),
);

/** Also where the lease has run out meanwhile: it has arrived. */
export async function saveSuccess(tx: Tx, job: Job, row: Concluded, now: Date): Promise<void> {
  await succeed(tx, { ...row, ...keysOf(job), at: now.getTime() });
}

const fail = writeStatement<Keys & Concluded & { readonly held: string; readonly next_at: number | null }>(
  (db, row) =>
    db
      .$extendTables<WebhookTables>()
      .updateTable("webhook_deliveries")
      .set({ ...concluded(row), next_at: row.next_at, claim: null })
      .where("subscription_id", "=", row.subscription_id)
      .where("delivery_id", "=", row.delivery_id)
      .where("claim", "=", row.held),
);

const giveUp = writeStatement<Keys & { readonly at: number }>((db, row) =>
  db
    .$extendTables<WebhookTables>()
    .updateTable("webhook_deliveries")
    .set({ status: "FAILED", completed_at: row.at })
    .where("subscription_id", "=", row.subscription_id)
    .where("delivery_id", "=", row.delivery_id)
    .where("next_at", "is", null)
    .where("status", "=", "PENDING"),
);

/** Tried again at `nextAt`, or never for `null`. Nothing where another holds it by now, or somebody has begun it anew. */
export async function saveFailure(
  tx: Tx,
  job: Job,
  row: Concluded,
  nextAt: number | null,
  now: Date,
): Promise<void> {
  await fail(tx, { ...row, ...keysOf(job), held: job.claim, next_at: nextAt });
  if (nextAt === null) await giveUp(tx, { ...keysOf(job), at: now.getTime() });
}

const release = writeStatement<Keys & { readonly held: string; readonly next_at: number }>((db, row) =>
  db
    .$extendTables<WebhookTables>()
    .updateTable("webhook_deliveries")
    .set({ next_at: row.next_at, claim: null })
    .where("subscription_id", "=", row.subscription_id)
    .where("delivery_id", "=", row.delivery_id)
    .where("claim", "=", row.held),
);

export async function releaseJob(tx: Tx, job: Job, nextAt: number): Promise<void> {
  await release(tx, { ...keysOf(job), held: job.claim, next_at: nextAt });
}

const keysOf = ({ endpointId, deliveryId }: Job): Keys => ({
  subscription_id: endpointId,
  delivery_id: deliveryId,
});

/** Field by field: a statement's values are made when they are asked for. */
const concluded = (row: Concluded): Concluded =>
  Object.fromEntries(CONCLUDED.map((field) => [field, row[field]])) as Concluded;
