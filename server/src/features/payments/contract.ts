import { z } from "@hono/zod-openapi";
import { PageSlug } from "#features/pages/index.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";

const instant = z.iso.datetime();

export const listPageBuyers = defineOperation({
  role: "CREATOR",
  scope: "jwt-only",
  id: "listPageBuyers",
  method: "get",
  path: "/pages/{pageSlug}/buyers",
  summary: "Whoever has paid for a page, the newest first",
  request: {
    params: z.object({ pageSlug: PageSlug }),
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: z
        .string()
        .max(500)
        .transform((token, context) => {
          const [key, ...rest] = keyAfter(token) ?? [];
          if (typeof key === "string" && rest.length === 0) return key;
          context.addIssue({ code: "custom", message: "No list has given this out." });
          return z.NEVER;
        })
        .optional(),
    }),
  },
  responses: {
    200: z.object({
      buyers: z.array(
        z
          .object({
            paymentId: z.string(),
            email: z.string().nullable(),
            priceCents: z.int(),
            currency: z.string(),
            status: z.enum(["PAID", "REFUNDED"]),
            paidAt: instant,
            refundedAt: instant.nullable(),
          })
          .openapi("PageBuyer"),
      ),
      nextToken: z.string().nullable(),
    }),
  },
  errors: ["invalid_slug", "not_found"],
});

export const beginPageCheckout = defineOperation({
  auth: "none",
  id: "beginPageCheckout",
  method: "post",
  path: "/v2/public/pages/{handle}/{pageSlug}/checkout",
  summary: "Where a page is paid for; its buyer is whoever the cookie names, or whoever pays",
  request: { params: z.object({ handle: z.string().toLowerCase().max(64), pageSlug: PageSlug }) },
  responses: {
    201: z
      .object({ paymentId: z.string(), checkoutUrl: z.string().openapi({ format: "uri" }) })
      .openapi("PageCheckout"),
  },
  errors: ["invalid_slug", "not_found", "conflict", "connect_not_configured", "payment_failed"],
});

export const hearStripe = defineOperation({
  auth: "none",
  id: "hearStripe",
  method: "post",
  path: "/v2/public/payments/stripe",
  summary: "What Stripe tells of purchases, and of subscriptions; believed where Stripe has signed it",
  request: { upload: ["application/json"] },
  responses: { 204: "empty" },
  errors: ["invalid_signature", "payload_too_large", "connect_not_configured"],
});
