import { z } from "@hono/zod-openapi";
import { FEATURES, PLANS } from "#kernel/plan.ts";
import { defineOperation } from "#platform/http/operation.ts";

const account = { auth: "user" } as const;
const instant = z.iso.datetime().nullable();
const PlanName = z.enum(PLANS);
const WritesPerDay = z.int().nullable().openapi({ description: "`null`: as many as you like." });

export const getBillingSummary = defineOperation({
  ...account,
  id: "getBillingSummary",
  method: "get",
  path: "/v2/billing/summary",
  summary: "Your plan, what of it is used today, and what others there are",
  description:
    "What is done in a handle counts for its owner, whoever does it. A write that changes something is one; deleting, " +
    "signing in, and what visitors do are none. The day begins at midnight in your time zone (`PATCH /v2/auth/me`).",
  responses: {
    200: z
      .object({
        plan: PlanName.openapi({ description: "The highest of what you pay for and what you were given." }),
        features: z.array(z.enum(FEATURES)),
        writes: z.object({
          used: z.int(),
          limit: WritesPerDay,
          day: z.iso.date(),
          resetsAt: z.iso.datetime(),
          timeZone: z.string(),
        }),
        subscription: z
          .object({
            plan: PlanName,
            status: z.string(),
            isLive: z.boolean(),
            renewsAt: instant,
            endsAt: instant,
          })
          .nullable(),
        given: z.object({ plan: PlanName, until: instant }).nullable(),
        canBuy: z
          .boolean()
          .openapi({ description: "False where nothing is sold, or you have a subscription." }),
        canManage: z.boolean().openapi({ description: "Whether there is a portal for you." }),
        plans: z.array(
          z.object({
            plan: PlanName,
            writesPerDay: WritesPerDay,
            features: z.array(z.enum(FEATURES)),
            prices: z.array(z.string()).openapi({ description: "None: it is given, not sold." }),
          }),
        ),
      })
      .openapi("BillingSummary"),
  },
  errors: [],
});

export const beginPlanCheckout = defineOperation({
  ...account,
  id: "beginPlanCheckout",
  method: "post",
  path: "/v2/billing/checkout-session",
  free: true,
  summary: "Where a plan is paid for; it is yours once the payment provider has told of it",
  request: {
    body: z
      .strictObject({
        plan: z.enum(["PRO", "ENTERPRISE"]),
        price: z
          .string()
          .max(200)
          .optional()
          .openapi({ description: "One of the plan's; its first unless sent." }),
      })
      .openapi("BeginPlanCheckout"),
  },
  responses: { 201: z.object({ checkoutUrl: z.url() }).openapi("PlanCheckout") },
  errors: ["conflict", "connect_not_configured", "payment_failed"],
});

export const openBillingPortal = defineOperation({
  ...account,
  id: "openBillingPortal",
  method: "post",
  path: "/v2/billing/portal-session",
  free: true,
  summary: "Where a subscription is changed or ended, and its invoices are",
  responses: { 201: z.object({ portalUrl: z.url() }).openapi("BillingPortal") },
  errors: ["conflict", "connect_not_configured", "payment_failed"],
});
