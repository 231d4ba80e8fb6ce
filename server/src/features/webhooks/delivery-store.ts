import { newId } from "#kernel/ids.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import { writeStatement } from "#platform/database/statement.ts";
import type { Attempt } from "#platform/delivery/attempt.ts";
import type { DeliveryRow, DeliveryStatus, WebhookTables } from "./webhook-tables.ts";

/** An attempt as the log shows it. */
export type LoggedAttempt = Pick<Attempt, "durationMs" | "error" | "status"> & {
  readonly attempt: number;
  readonly at: string;
};

export type Delivery = {
  readonly deliveryId: string;
  readonly subscriptionId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly body: string;
  readonly status: DeliveryStatus;
  /** All that were concluded. */
  readonly attempts: number;
  /** The latest of them, oldest first. */
  readonly history: readonly LoggedAttempt[];
  readonly answer: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
};

export type DeliveryFilter = {
  readonly status?: DeliveryStatus | undefined;
  readonly eventType?: string | undefined;
  readonly eventId?: string | undefined;
};

/** A webhook's deliveries, newest first, those before `before`. */
export async function listDeliveries(
  read: Reader,
  handleId: string,
  subscriptionId: string,
  filter: DeliveryFilter,
  before: string | undefined,
  limit: number,
): Promise<Delivery[]> {
  let found = deliveriesOf(read, handleId, subscriptionId).orderBy("d.delivery_id", "desc").limit(limit);
  if (before !== undefined) found = found.where("d.delivery_id", "<", before);
  if (filter.status !== undefined) found = found.where("d.status", "=", filter.status);
  if (filter.eventType !== undefined) found = found.where("d.event_type", "=", filter.eventType);
  if (filter.eventId !== undefined) found = found.where("d.event_id", "=", filter.eventId);
  return (await found.execute()).map(toDelivery);
}

export async function findDelivery(
  read: Reader,
  handleId: string,
  subscriptionId: string,
  deliveryId: string,
): Promise<Delivery | undefined> {
  const row = await deliveriesOf(read, handleId, subscriptionId)
    .where("d.delivery_id", "=", deliveryId)
    .executeTakeFirst();
  return row && toDelivery(row);
}

export type NewDelivery = Pick<Delivery, "subscriptionId" | "eventId" | "eventType" | "body">;

/** Of one statement: on PostgreSQL each is a way there and back. */
const ROWS_MAX = 16;

/** Due at once. What is on its way to an endpoint, or was, stays as it is: an event has one delivery for each. */
export async function insertDeliveries(
  tx: Tx,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<string[]> {
  const rows = deliveries.map((delivery) => toRow(delivery, now.getTime()));
  let done = 0;
  for (; done + ROWS_MAX <= rows.length; done += ROWS_MAX) {
    await insertMany(tx, named(rows.slice(done, done + ROWS_MAX)));
  }
  for (const row of rows.slice(done)) await insertOne(tx, named([row]));
  return rows.map(({ delivery_id }) => delivery_id);
}

const insertMany = insertRows(ROWS_MAX);
const insertOne = insertRows(1);

/** A row's values have its number behind their names, because a statement knows its places by name. */
function insertRows(count: number) {
  return writeStatement<Readonly<Record<string, string | number>>>((db, values) => {
    const rows = Array.from({ length: count }, (_, n) => ({
      ...NEW,
      subscription_id: values[`subscription${n}`] as string,
      delivery_id: values[`delivery${n}`] as string,
      event_id: values[`event${n}`] as string,
      event_type: values[`type${n}`] as string,
      body: values[`body${n}`] as string,
      next_at: values[`at${n}`] as number,
      created_at: values[`at${n}`] as number,
    }));
    return db
      .$extendTables<WebhookTables>()
      .insertInto("webhook_deliveries")
      .values(rows)
      .onConflict((known) => known.columns(["subscription_id", "event_id"]).doNothing());
  });
}

const named = (rows: readonly NewRow[]) =>
  Object.fromEntries(
    rows.flatMap((row, n) => [
      [`subscription${n}`, row.subscription_id],
      [`delivery${n}`, row.delivery_id],
      [`event${n}`, row.event_id],
      [`type${n}`, row.event_type],
      [`body${n}`, row.body],
      [`at${n}`, row.created_at],
    ]),
  );

const NEW = {
  status: "PENDING",
  failures: 0,
  attempts: 0,
  history: "[]",
  answer_headers: null,
  answer_body: null,
  claim: null,
  completed_at: null,
} as const;
type NewRow = Pick<
  DeliveryRow,
  "subscription_id" | "delivery_id" | "event_id" | "event_type" | "body" | "created_at"
>;

/** Due at once, with all retries before it, whatever has become of it. Its log goes on. */
export async function restartDelivery(
  tx: Tx,
  subscriptionId: string,
  deliveryId: string,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_deliveries")
    .set({ ...restarted, next_at: now.getTime() })
    .where("subscription_id", "=", subscriptionId)
    .where("delivery_id", "=", deliveryId)
    .execute();
}

/** Makes due at once what of these events has not arrived and is not on its way at this moment. */
export async function restartUndelivered(
  tx: Tx,
  subscriptionId: string,
  eventIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_deliveries")
    .set({ ...restarted, next_at: now.getTime() })
    .where("subscription_id", "=", subscriptionId)
    .where("event_id", "in", eventIds)
    .where("status", "!=", "SUCCEEDED")
    .where("claim", "is", null)
    .execute();
}

const restarted = { status: "PENDING", failures: 0, claim: null, completed_at: null } as const;

const deliveriesOf = (read: Reader, handleId: string, subscriptionId: string) =>
  read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_deliveries as d")
    .innerJoin("webhook_subscriptions as s", "s.subscription_id", "d.subscription_id")
    .selectAll("d")
    .where("s.handle_id", "=", handleId)
    .where("s.deleted_at", "is", null)
    .where("d.subscription_id", "=", subscriptionId);

const toRow = ({ subscriptionId, eventId, eventType, body }: NewDelivery, at: number): NewRow => ({
  subscription_id: subscriptionId,
  delivery_id: newId("dlv", at),
  event_id: eventId,
  event_type: eventType,
  body,
  created_at: at,
});

const toDelivery = (row: DeliveryRow): Delivery => ({
  deliveryId: row.delivery_id,
  subscriptionId: row.subscription_id,
  eventId: row.event_id,
  eventType: row.event_type,
  body: row.body,
  status: row.status,
  attempts: row.attempts,
  history: JSON.parse(row.history),
  answer:
    row.answer_headers === null
      ? null
      : { headers: JSON.parse(row.answer_headers), body: row.answer_body ?? "" },
  nextAttemptAt: row.next_at === null ? null : new Date(row.next_at),
  createdAt: new Date(row.created_at),
  completedAt: row.completed_at === null ? null : new Date(row.completed_at),
});
