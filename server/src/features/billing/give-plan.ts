import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { deleteGivenPlan, findGivenPlan, type GivenPlan, saveGivenPlan } from "./store.ts";

const OPERATOR: SystemActor = { kind: "system", job: "plan" };

/** Gives an account a plan beside whatever it pays for; `null` takes back what was given. The next request sees it. */
export function givePlan(deps: MutateDeps, userId: string, given: GivenPlan | null): Promise<void> {
  return mutate<void>(deps, OPERATOR, { auth: "none" }, async (tx, now) => {
    const before = await findGivenPlan(readerOf(tx), userId);
    if (given !== null) await saveGivenPlan(tx, userId, given, now);
    else if (before === undefined) return { result: undefined, audit: null };
    else await deleteGivenPlan(tx, userId);
    const details = { before: before ?? null, after: given };
    return { result: undefined, audit: { action: "plan.give", target: userId, details } };
  });
}
