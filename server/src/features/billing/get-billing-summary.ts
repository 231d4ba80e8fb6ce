import type { UserActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { PlanStanding, Plans } from "#platform/plans/plans.ts";
import { findCustomer, findGivenPlan, type GivenPlan, listSubscriptions } from "./store.ts";
import type { Subscription } from "./subscription.ts";

export type BillingSummary = {
  readonly standing: PlanStanding;
  /** The one that holds, else the last that did. */
  readonly subscription: Subscription | undefined;
  readonly given: GivenPlan | undefined;
  readonly canBuy: boolean;
  readonly canManage: boolean;
};

/** Where an account stands now. */
export async function getBillingSummary(
  { db, clock, payments }: ControlDeps,
  plans: Plans,
  { userId }: UserActor,
): Promise<BillingSummary> {
  const now = clock.now();
  const standing = await plans.standing(db.read, userId, now);
  const subscriptions = await listSubscriptions(db.read, userId);
  const live = subscriptions.find(({ isLive }) => isLive);
  const given = await findGivenPlan(db.read, userId);
  const isSold = Object.values(plans.terms).some(({ prices }) => prices.length > 0);
  const customerId = await findCustomer(db.read, userId);
  return {
    standing,
    subscription: live ?? subscriptions[0],
    given: given === undefined || (given.until !== null && given.until <= now) ? undefined : given,
    canBuy: payments !== undefined && isSold && live === undefined,
    canManage: payments !== undefined && customerId !== undefined,
  };
}
