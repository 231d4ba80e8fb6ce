import type { Plan } from "#kernel/plan.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { PlanTables } from "#platform/plans/store.ts";
import type { Subscription } from "./subscription.ts";

type BillingTables = Pick<PlanTables, "account_plans" | "subscriptions"> & {
  readonly billing_customers: { readonly user_id: string; readonly customer_id: string };
  readonly billing_events: { readonly event_id: string; readonly at: number };
};

const tables = (read: Reader) => read.$extendTables<BillingTables>();

/** As whom the payment provider knows an account. */
export async function findCustomer(read: Reader, userId: string): Promise<string | undefined> {
  const row = await tables(read)
    .selectFrom("billing_customers")
    .select("customer_id")
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row?.customer_id;
}

export async function findUserOf(read: Reader, customerId: string): Promise<string | undefined> {
  const row = await tables(read)
    .selectFrom("billing_customers")
    .select("user_id")
    .where("customer_id", "=", customerId)
    .executeTakeFirst();
  return row?.user_id;
}

/** False where the account has a name there already. */
export async function insertCustomer(tx: Tx, userId: string, customerId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<BillingTables>()
    .insertInto("billing_customers")
    .values({ user_id: userId, customer_id: customerId })
    .onConflict((known) => known.column("user_id").doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** False where this has been heard before. */
export async function insertEvent(tx: Tx, eventId: string, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<BillingTables>()
    .insertInto("billing_events")
    .values({ event_id: eventId, at: now.getTime() })
    .onConflict((known) => known.column("event_id").doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Those that were heard before then. */
export async function deleteEvents(tx: Tx, before: Date): Promise<void> {
  await tx
    .$extendTables<BillingTables>()
    .deleteFrom("billing_events")
    .where("at", "<", before.getTime())
    .execute();
}

export async function findSubscription(
  read: Reader,
  subscriptionId: string,
): Promise<Subscription | undefined> {
  const row = await tables(read)
    .selectFrom("subscriptions")
    .selectAll()
    .where("subscription_id", "=", subscriptionId)
    .executeTakeFirst();
  return row && toSubscription(row);
}

/** All that an account has or had, what was heard of last first. */
export async function listSubscriptions(read: Reader, userId: string): Promise<readonly Subscription[]> {
  const rows = await tables(read)
    .selectFrom("subscriptions")
    .selectAll()
    .where("user_id", "=", userId)
    .orderBy("heard_at", "desc")
    .orderBy("subscription_id", "desc")
    .execute();
  return rows.map(toSubscription);
}

export async function saveSubscription(tx: Tx, subscription: Subscription): Promise<void> {
  const row = toRow(subscription);
  await tx
    .$extendTables<BillingTables>()
    .insertInto("subscriptions")
    .values(row)
    .onConflict((known) => known.column("subscription_id").doUpdateSet(row))
    .execute();
}

/** A plan that an operator has given, and until when. */
export type GivenPlan = { readonly plan: Plan; readonly until: Date | null };

export async function findGivenPlan(read: Reader, userId: string): Promise<GivenPlan | undefined> {
  const row = await tables(read)
    .selectFrom("account_plans")
    .select(["plan", "until"])
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row && { plan: row.plan, until: row.until === null ? null : new Date(row.until) };
}

export async function saveGivenPlan(
  tx: Tx,
  userId: string,
  { plan, until }: GivenPlan,
  now: Date,
): Promise<void> {
  const row = { plan, until: until?.getTime() ?? null, given_at: now.getTime() };
  await tx
    .$extendTables<BillingTables>()
    .insertInto("account_plans")
    .values({ user_id: userId, ...row })
    .onConflict((given) => given.column("user_id").doUpdateSet(row))
    .execute();
}

export async function deleteGivenPlan(tx: Tx, userId: string): Promise<void> {
  await tx.$extendTables<BillingTables>().deleteFrom("account_plans").where("user_id", "=", userId).execute();
}

type Row = BillingTables["subscriptions"];

const toSubscription = (row: Row): Subscription => ({
  subscriptionId: row.subscription_id,
  userId: row.user_id,
  plan: row.plan,
  status: row.status,
  isLive: row.is_live === 1,
  periodEnd: row.period_end === null ? null : new Date(row.period_end),
  endsAt: row.ends_at === null ? null : new Date(row.ends_at),
  heardAt: new Date(row.heard_at),
  heardRank: row.heard_rank,
});

const toRow = (subscription: Subscription): Row => ({
  subscription_id: subscription.subscriptionId,
  user_id: subscription.userId,
  plan: subscription.plan,
  status: subscription.status,
  is_live: subscription.isLive ? 1 : 0,
  period_end: subscription.periodEnd?.getTime() ?? null,
  ends_at: subscription.endsAt?.getTime() ?? null,
  heard_at: subscription.heardAt.getTime(),
  heard_rank: subscription.heardRank,
});
