export { givePlan } from "./give-plan.ts";
export { hearSubscription } from "./hear-subscription.ts";
export { billingOperations } from "./routes.ts";
export { findGivenPlan, listSubscriptions } from "./store.ts";
export { sweepBilling } from "./sweep-billing.ts";
