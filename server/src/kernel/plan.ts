/** What an account can have where plans are on, lowest first: each has all that the ones before it have. */
export const PLANS = ["FREE", "PRO", "ENTERPRISE"] as const;
export type Plan = (typeof PLANS)[number];

/** What not every plan has, and the lowest that has it. */
export const FEATURE_PLANS = {
  /** Campaigns, tracking templates, personalization and chain rules, segments of visitors. */
  growth_tools: "PRO",
  /** Files of links, events and leads. */
  exports: "PRO",
  /** Pages made of blocks; the link page of a handle is everybody's. */
  creator_pages: "PRO",
  /** Pages that are bought. */
  paid_pages: "PRO",
} as const satisfies Record<string, Plan>;

export type Feature = keyof typeof FEATURE_PLANS;
export const FEATURES = Object.keys(FEATURE_PLANS) as Feature[];

export const planReaches = (held: Plan, needed: Plan): boolean =>
  PLANS.indexOf(held) >= PLANS.indexOf(needed);

/** The highest of several; who has none is on FREE. */
export const bestPlan = (plans: readonly Plan[]): Plan =>
  PLANS.findLast((plan) => plans.includes(plan)) ?? "FREE";
