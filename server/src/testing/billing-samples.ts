/** Those of `SAMPLES` that are about plans: nothing is sold where there is no payment provider. */
export const BILLING_SAMPLES = {
  getBillingSummary: async () => ({ path: "/v2/billing/summary", status: 200 }),
  beginPlanCheckout: async () => ({
    path: "/v2/billing/checkout-session",
    body: { plan: "PRO" },
    status: 409,
  }),
  openBillingPortal: async () => ({ path: "/v2/billing/portal-session", status: 409 }),
};
