import type { Plan } from "#kernel/plan.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";

/** What plans read of accounts, and the rows of their own. Written here, and by the feature that sells them. */
export type PlanTables = {
  readonly handles: { readonly handle_id: string; readonly owner_user_id: string };
  readonly users: { readonly user_id: string; readonly time_zone: string | null };
  readonly account_plans: {
    readonly user_id: string;
    readonly plan: Plan;
    readonly until: number | null;
    readonly given_at: number;
  };
  readonly subscriptions: {
    readonly subscription_id: string;
    readonly user_id: string;
    readonly plan: Plan;
    readonly status: string;
    readonly is_live: number;
    readonly period_end: number | null;
    readonly ends_at: number | null;
    readonly heard_at: number;
    readonly heard_rank: number;
  };
  readonly write_counts: { readonly user_id: string; readonly day: string; readonly used: number };
};

/** Whose plan it is, and where their days begin. */
export type Payer = { readonly userId: string; readonly timeZone: string };

type PayerRow = { readonly user_id: string; readonly time_zone: string | null };

const ownerOf = readStatement((db, { handleId }: { readonly handleId: string }) =>
  db
    .$extendTables<PlanTables>()
    .selectFrom("handles")
    .innerJoin("users", "users.user_id", "handles.owner_user_id")
    .select(["users.user_id", "users.time_zone"])
    .where("handles.handle_id", "=", handleId),
);
const userOf = readStatement((db, { userId }: { readonly userId: string }) =>
  db
    .$extendTables<PlanTables>()
    .selectFrom("users")
    .select(["user_id", "time_zone"])
    .where("user_id", "=", userId),
);

/** Who pays for a handle. */
export const findOwner = async (read: Reader, handleId: string): Promise<Payer | undefined> =>
  toPayer(await ownerOf(read, { handleId }));

/** Somebody, as who pays for what they do themselves. */
export const findUser = async (read: Reader, userId: string): Promise<Payer> =>
  toPayer(await userOf(read, { userId })) ?? { userId, timeZone: "UTC" };

const toPayer = ([row]: readonly PayerRow[]): Payer | undefined =>
  row && { userId: row.user_id, timeZone: row.time_zone ?? "UTC" };

type Moment = { readonly userId: string; readonly at: number };

const plansOf = readStatement((db, { userId, at }: Moment) => {
  const tables = db.$extendTables<PlanTables>();
  return tables
    .selectFrom("account_plans")
    .select("plan")
    .where("user_id", "=", userId)
    .where((or) => or.or([or("until", "is", null), or("until", ">", at)]))
    .unionAll(
      tables
        .selectFrom("subscriptions")
        .select("plan")
        .where("user_id", "=", userId)
        .where("is_live", "=", 1),
    );
});

/** Every plan that an account has now: given by the operator, or paid for. */
export async function listPlans(read: Reader, userId: string, now: Date): Promise<readonly Plan[]> {
  return (await plansOf(read, { userId, at: now.getTime() })).map(({ plan }) => plan);
}

const usedOn = readStatement((db, { userId, day }: { readonly userId: string; readonly day: string }) =>
  db
    .$extendTables<PlanTables>()
    .selectFrom("write_counts")
    .select("used")
    .where("user_id", "=", userId)
    .where("day", "=", day),
);

export async function findUsed(read: Reader, userId: string, day: string): Promise<number> {
  const [row] = await usedOn(read, { userId, day });
  return row?.used ?? 0;
}

/** One statement, so that of two at once each sees what the other has added; answers what it is then. */
export async function addWrites(tx: Tx, userId: string, day: string, writes: number): Promise<number> {
  const { used } = await tx
    .$extendTables<PlanTables>()
    .insertInto("write_counts")
    .values({ user_id: userId, day, used: writes })
    .onConflict((known) =>
      known.columns(["user_id", "day"]).doUpdateSet(({ eb, ref }) => ({
        used: eb("write_counts.used", "+", ref("excluded.used")),
      })),
    )
    .returning("used")
    .executeTakeFirstOrThrow();
  return used;
}

/** Counts of days before this one. */
export async function deleteWriteCounts(tx: Tx, before: string): Promise<void> {
  await tx.$extendTables<PlanTables>().deleteFrom("write_counts").where("day", "<", before).execute();
}
