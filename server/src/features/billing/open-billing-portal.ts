import type { UserActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { dashboardOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { notConfigured } from "#platform/payments/not-configured.ts";
import { PLAN_SCREEN } from "./plan-screen.ts";
import { findCustomer } from "./store.ts";

/** Where an account manages what it pays; throws 409 for one that has never begun to buy. */
export async function openBillingPortal(deps: ControlDeps, { userId }: UserActor): Promise<string> {
  const { payments, db, addresses, limits } = deps;
  if (payments === undefined) throw notConfigured();
  const customerId = await findCustomer(db.read, userId);
  if (customerId === undefined)
    throw new AppError("conflict", "You have bought nothing yet that could be managed.");
  await limits.count("billing", userId);
  return payments.openPortal(customerId, `${dashboardOrigin(addresses)}${PLAN_SCREEN}`);
}
