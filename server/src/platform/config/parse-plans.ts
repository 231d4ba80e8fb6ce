import { PLANS, type Plan } from "#kernel/plan.ts";
import type { PlanTerms } from "#platform/plans/plans.ts";
import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";
import { oneOf } from "./one-of.ts";
import { parseList } from "./parse-list.ts";

const WRITES: Readonly<Record<Plan, readonly [name: VariableName, otherwise: string]>> = {
  FREE: ["PLAN_FREE_WRITES", "200"],
  PRO: ["PLAN_PRO_WRITES", "10000"],
  ENTERPRISE: ["PLAN_ENTERPRISE_WRITES", "unlimited"],
};

/** What each plan gives and costs; `undefined` where there are none. */
export function parsePlans(env: Env): Readonly<Record<Plan, PlanTerms>> | undefined {
  if (oneOf(env, "PLANS", ["on", "off"], "off") === "off") return undefined;
  const prices = {
    FREE: [],
    PRO: parsePrices(env, "STRIPE_PRICES_PRO"),
    ENTERPRISE: parsePrices(env, "STRIPE_PRICES_ENTERPRISE"),
  };
  const twice = prices.PRO.find((price) => prices.ENTERPRISE.includes(price));
  if (twice !== undefined) {
    throw new ConfigError("STRIPE_PRICES_ENTERPRISE", `has "${twice}", which STRIPE_PRICES_PRO has too`);
  }
  return Object.fromEntries(
    PLANS.map((plan) => [plan, { writesPerDay: parseWrites(env, ...WRITES[plan]), prices: prices[plan] }]),
  ) as Record<Plan, PlanTerms>;
}

function parsePrices(env: Env, name: VariableName): readonly string[] {
  const prices = parseList(env, name, (text) => /^price_\w{1,100}$/.test(text), "a price such as price_123");
  if (prices.length === 0 || env.STRIPE_SECRET_KEY !== undefined) return prices;
  throw new ConfigError(name, "is set, and STRIPE_SECRET_KEY, which takes the money, is not");
}

function parseWrites(env: Env, name: VariableName, otherwise: string): number | null {
  const text = env[name] ?? otherwise;
  if (text === "unlimited") return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ConfigError(name, `is "${text}", and must be a number, or unlimited`);
}
