import { countsAsWrite } from "#kernel/access.ts";
import type { Actor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { bestPlan, FEATURE_PLANS, type Feature, PLANS, type Plan, planReaches } from "#kernel/plan.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import { createTurns } from "./create-turns.ts";
import { localDay } from "./local-day.ts";
import type { PlanStanding, Plans, PlanTerms } from "./plans.ts";
import { addWrites, findOwner, findUsed, findUser, listPlans, type Payer } from "./store.ts";

/** Plans as the operator has set them. */
export function createPlans(terms: Readonly<Record<Plan, PlanTerms>>): Plans {
  const turns = createTurns();
  const requireFeature: Plans["requireFeature"] = async (read, actor, feature, now) => {
    const payer = await findPayer(read, actor);
    if (payer === undefined) return;
    const plan = bestPlan(await listPlans(read, payer.userId, now));
    if (!planReaches(plan, FEATURE_PLANS[feature])) throw featureLocked(feature, plan);
  };
  /** Without what is used, which whoever writes learns by writing. */
  const dayOf = async (read: Reader, { userId, timeZone }: Payer, now: Date): Promise<PlanStanding> => {
    const plan = bestPlan(await listPlans(read, userId, now));
    const { day, endsAt: resetsAt } = localDay(now, timeZone);
    return { userId, plan, writes: { used: 0, limit: terms[plan].writesPerDay, day, resetsAt, timeZone } };
  };
  const standingOf = async (read: Reader, payer: Payer, now: Date): Promise<PlanStanding> => {
    const today = await dayOf(read, payer, now);
    return withUsed(today, await findUsed(read, payer.userId, today.writes.day));
  };
  return {
    terms,
    requireFeature,
    standing: async (read, userId, now) => standingOf(read, await findUser(read, userId), now),
    requireGate: async (read, actor, { gate }, now) => {
      if (gate !== undefined) await requireFeature(read, actor, gate, now);
    },
    countWrites: async (tx, actor, access, writes, now) => {
      if (writes === 0 || !countsAsWrite(access)) return;
      const payer = await findPayer(readerOf(tx), actor);
      if (payer === undefined) return;
      const today = await dayOf(readerOf(tx), payer, now);
      const { limit, day } = today.writes;
      const used = await addWrites(tx, payer.userId, day, writes);
      if (limit !== null && used > limit) throw quotaExceeded(terms, withUsed(today, used - writes), now);
    },
    writesLeft: async (read, actor, now) => {
      const payer = await findPayer(read, actor);
      const today = payer && (await standingOf(read, payer, now));
      const { limit, used } = today?.writes ?? { limit: null, used: 0 };
      if (today === undefined || limit === null) {
        return { left: Number.POSITIVE_INFINITY, refusal: noReason };
      }
      return {
        left: Math.max(0, limit - used),
        refusal: () => quotaExceeded(terms, withUsed(today, Math.max(limit, used)), now),
      };
    },
    inTurn: async (db, actor, access, write) => {
      // On SQLite all writes wait for each other anyway, and share their way to the disk.
      if (db.dialect === "sqlite" || !countsAsWrite(access)) return write();
      const payer = await findPayer(db.read, actor);
      return payer === undefined ? write() : turns(payer.userId, write);
    },
  };
}

/** Whose plan it is: of what is done in a handle, its owner's. Nobody's for visitors and the program itself. */
async function findPayer(read: Reader, actor: Actor): Promise<Payer | undefined> {
  switch (actor.kind) {
    case "member":
    case "token":
      return findOwner(read, actor.handleId);
    case "user":
      return findUser(read, actor.userId);
    default:
      return undefined;
  }
}

const withUsed = (stands: PlanStanding, used: number): PlanStanding => ({
  ...stands,
  writes: { ...stands.writes, used },
});

function noReason(): never {
  throw new Error("An account without a limit has passed it.");
}

function featureLocked(feature: Feature, plan: Plan): AppError {
  const requiredPlan = FEATURE_PLANS[feature];
  return new AppError("feature_locked", `This needs the plan ${requiredPlan}; the account is on ${plan}.`, {
    details: { feature, plan, requiredPlan },
  });
}

/** With its figures, so that a program can wait and a person can decide. */
function quotaExceeded(
  terms: Readonly<Record<Plan, PlanTerms>>,
  { plan, writes: { limit, used, resetsAt, timeZone } }: PlanStanding,
  now: Date,
): AppError {
  const quota = limit ?? 0;
  const isMore = (other: Plan) =>
    planReaches(other, plan) && (terms[other].writesPerDay ?? Number.POSITIVE_INFINITY) > quota;
  const requiredPlan = PLANS.find(isMore) ?? null;
  const message = `The ${quota} writes of a day on the plan ${plan} are used up; the next day begins at ${resetsAt.toISOString()}.`;
  return new AppError("quota_exceeded", message, {
    details: { plan, limit: quota, used, resetsAt: resetsAt.toISOString(), timeZone, requiredPlan },
    retryAfterSeconds: Math.max(1, Math.ceil((resetsAt.getTime() - now.getTime()) / 1000)),
    limit: { name: "writes", quota, windowSeconds: DAY_SECONDS },
  });
}

const DAY_SECONDS = 86_400;
