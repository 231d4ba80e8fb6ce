import { findAccountById } from "#features/users/index.ts";
import type { UserActor } from "#kernel/actor.ts";
import { AppError, invalidToken } from "#kernel/errors.ts";
import type { Plan } from "#kernel/plan.ts";
import { dashboardOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { notConfigured } from "#platform/payments/not-configured.ts";
import type { PaymentProvider } from "#platform/payments/payment-provider.ts";
import type { Plans } from "#platform/plans/plans.ts";
import * as contract from "./contract.ts";
import { PLAN_SCREEN } from "./plan-screen.ts";
import { findCustomer, insertCustomer, listSubscriptions } from "./store.ts";

type Wanted = { readonly plan: Plan; readonly price?: string | undefined };

/** Where an account pays for a plan. Whoever has a subscription changes it in the portal, so that none is paid twice. */
export async function beginPlanCheckout(
  deps: ControlDeps,
  plans: Plans,
  actor: UserActor,
  wanted: Wanted,
): Promise<string> {
  const { payments, db, addresses } = deps;
  if (payments === undefined) throw notConfigured();
  const price = priceOf(plans, wanted);
  const { userId } = actor;
  if ((await listSubscriptions(db.read, userId)).some(({ isLive }) => isLive)) throw alreadySubscribed();
  await deps.limits.count("billing", userId);
  const customerId = await customerOf(deps, payments, actor);
  // What was paid a moment ago may not have been told yet.
  if (await payments.isSubscribed(customerId)) throw alreadySubscribed();
  const screen = `${dashboardOrigin(addresses)}${PLAN_SCREEN}`;
  return payments.beginSubscription({
    ...{ userId, customerId, price },
    ...{ successUrl: `${screen}?bought=${wanted.plan}`, cancelUrl: screen },
  });
}

const alreadySubscribed = () =>
  new AppError("conflict", "You have a subscription: change it where it is managed.");

function priceOf(plans: Plans, { plan, price }: Wanted): string {
  const { prices } = plans.terms[plan];
  const [first] = prices;
  if (first === undefined) {
    throw new AppError(
      "conflict",
      `${plan} is not sold here; whoever runs this installation can give it to you.`,
    );
  }
  if (price === undefined || prices.includes(price)) return price ?? first;
  const message = `${plan} has no such price.`;
  throw new AppError("invalid_payload", `price: ${message}`, {
    details: { details: [{ path: "price", message }] },
  });
}

/** Known before anything is bought: what the provider tells of a customer is always of somebody. */
async function customerOf(deps: ControlDeps, payments: PaymentProvider, actor: UserActor): Promise<string> {
  const { userId } = actor;
  const known = await findCustomer(deps.db.read, userId);
  if (known !== undefined) return known;
  const account = await findAccountById(deps.db.read, userId);
  if (account === undefined) throw invalidToken();
  const made = await payments.createCustomer(userId, account.email);
  return mutate<string>(deps, actor, contract.beginPlanCheckout, async (tx) => {
    const isNew = await insertCustomer(tx, userId, made);
    return { result: made, audit: isNew ? { action: "plan.customer", target: userId } : null };
  });
}
