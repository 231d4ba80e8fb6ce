import { FEATURE_PLANS, FEATURES, PLANS, type Plan, planReaches } from "#kernel/plan.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import type { Plans } from "#platform/plans/plans.ts";
import { beginPlanCheckout } from "./begin-plan-checkout.ts";
import * as contract from "./contract.ts";
import { type BillingSummary, getBillingSummary } from "./get-billing-summary.ts";
import { openBillingPortal } from "./open-billing-portal.ts";

/** Nothing at all where the operator has no plans. */
export function billingOperations(deps: ControlDeps): readonly BoundOperation[] {
  const { plans } = deps;
  if (plans === undefined) return [];
  return [
    bind(contract.getBillingSummary, async ({ actor }) => {
      return { status: 200, body: present(plans, await getBillingSummary(deps, plans, actor)) };
    }),

    bind(contract.beginPlanCheckout, async ({ actor, body }) => {
      return { status: 201, body: { checkoutUrl: await beginPlanCheckout(deps, plans, actor, body) } };
    }),

    bind(contract.openBillingPortal, async ({ actor }) => {
      return { status: 201, body: { portalUrl: await openBillingPortal(deps, actor) } };
    }),
  ];
}

const featuresOf = (plan: Plan) => FEATURES.filter((feature) => planReaches(plan, FEATURE_PLANS[feature]));

function present({ terms }: Plans, { standing, subscription, given, ...rest }: BillingSummary) {
  const { plan, writes } = standing;
  const renews = subscription?.isLive === true && subscription.endsAt === null;
  return {
    plan,
    features: featuresOf(plan),
    writes: { ...writes, resetsAt: writes.resetsAt.toISOString() },
    subscription:
      subscription === undefined
        ? null
        : {
            plan: subscription.plan,
            status: subscription.status,
            isLive: subscription.isLive,
            renewsAt: renews ? (subscription.periodEnd?.toISOString() ?? null) : null,
            endsAt: subscription.endsAt?.toISOString() ?? null,
          },
    given: given === undefined ? null : { plan: given.plan, until: given.until?.toISOString() ?? null },
    ...rest,
    plans: PLANS.map((one) => ({
      plan: one,
      writesPerDay: terms[one].writesPerDay,
      features: featuresOf(one),
      prices: [...terms[one].prices],
    })),
  };
}
