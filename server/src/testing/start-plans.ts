import type { Plan } from "#kernel/plan.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { createPlans } from "#platform/plans/create-plans.ts";
import type { PlanTerms } from "#platform/plans/plans.ts";
import { startControl } from "./start-control.ts";

/** Plans with these writes a day, sold for `price_pro`, `price_pro_year` and `price_enterprise`. */
function testPlans(writes: Partial<Record<Plan, number | null>> = {}): ControlDeps["plans"] {
  const terms = (plan: Plan, ...prices: string[]): PlanTerms => ({
    writesPerDay: writes[plan] ?? null,
    prices,
  });
  return createPlans({
    FREE: terms("FREE"),
    PRO: terms("PRO", "price_pro", "price_pro_year"),
    ENTERPRISE: terms("ENTERPRISE", "price_enterprise"),
  });
}

type Options = Parameters<typeof startControl>[0] & {
  readonly writes?: Parameters<typeof testPlans>[0];
};

/** The control plane with plans. `give` puts whoever owns a handle, or somebody else, on one. */
export async function startPlans({ writes, override, ...options }: Options = {}) {
  const control = await startControl({ ...options, override: { plans: testPlans(writes), ...override } });
  return {
    ...control,
    give: async (plan: Plan, userId = "founder-of-acme") => {
      await control.handle("acme");
      await control.person(userId);
      await control.rows(`delete from account_plans where user_id = '${userId}'`);
      await control.rows(`insert into account_plans values ('${userId}', '${plan}', null, 0)`);
    },
  };
}
