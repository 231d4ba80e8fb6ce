/** Where the dashboard shows an account its plan: where the payment provider sends people back to. */
export const PLAN_SCREEN = "/app/account/plan";
