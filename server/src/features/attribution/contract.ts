import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { CONSENTS } from "#platform/context/context-tokens.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { ConversionBody } from "./conversion-body.ts";
import { Origin } from "./origin.ts";

const ORIGINS_MAX = 100;

const ContextBody = z
  .object({
    valid: z.literal(true),
    handle: z.string(),
    slug: z.string(),
    clickId: z.string(),
    clickedAt: z.iso.datetime(),
    campaignId: z.string().nullable(),
    variantId: z.string().nullable(),
    session: z.string(),
    consent: z.enum(CONSENTS),
    vars: z.record(z.string(), z.string()),
  })
  .openapi("Context");

export const getContext = defineOperation({
  auth: "none",
  browsers: true,
  id: "getContext",
  method: "get",
  path: "/v2/public/context",
  summary: "The click that a context token stands for",
  description: "Pages of the handle itself and of its context origins may ask, and whatever is no browser.",
  request: { query: z.strictObject({ ctx: z.string() }) },
  responses: { 200: ContextBody },
  errors: ["invalid_ctx"],
});

const OriginsBody = z
  .object({ origins: z.array(z.string()), version: z.int().min(0) })
  .openapi("ContextOrigins");

export const getContextOrigins = defineOperation({
  role: "CREATOR",
  scope: "routing.context_origins.read",
  id: "getContextOrigins",
  method: "get",
  path: "/context-origins",
  summary: "The sites whose pages may ask for contexts, and send conversions and signals",
  responses: { 200: OriginsBody },
  errors: [],
  versioned: true,
});

export const replaceContextOrigins = defineOperation({
  role: "OPERATOR",
  scope: "routing.context_origins.write",
  id: "replaceContextOrigins",
  method: "put",
  path: "/context-origins",
  summary: "Replace the whole list of context origins",
  description:
    "In force when this answers. The handle's own pages and the dashboard are allowed without being listed.",
  request: {
    body: z
      .strictObject({
        origins: z
          .array(Origin)
          .max(ORIGINS_MAX)
          .transform((origins) => [...new Set(origins)]),
      })
      .openapi("ReplaceContextOrigins"),
  },
  responses: { 200: OriginsBody },
  errors: [],
  versioned: true,
});

const AcceptedBody = z
  .object({ accepted: z.literal(true), deduplicated: z.boolean(), conversionId: z.string() })
  .openapi("AcceptedConversion");

const conversion = {
  method: "post",
  description:
    "On disk when this answers. An idempotencyKey counts once in a handle, for ever, whatever else is sent with it " +
    "later: that is answered with the first conversion's id.",
  request: { body: ConversionBody },
  responses: { 202: AcceptedBody },
} as const;

export const reportConversion = defineOperation({
  ...conversion,
  auth: "none",
  browsers: true,
  id: "reportConversion",
  path: "/v2/public/conversions",
  summary: "Count what became of a click, from the page where it happened",
  errors: ["invalid_ctx"],
});

export const recordConversion = defineOperation({
  ...conversion,
  role: "CREATOR",
  scope: "chain.signal.write",
  id: "recordConversion",
  path: "/conversions",
  free: true,
  summary: "Count what became of a click, from a server",
  errors: ["invalid_ctx"],
});

/** Hides the id of the last conversion shown. */
const NextToken = z
  .string()
  .max(512)
  .transform((text, issues) => {
    const [key] = keyAfter(text) ?? [];
    if (typeof key === "string") return key;
    issues.addIssue({ code: "custom", message: "No list has given this out." });
    return z.NEVER;
  });

const RecordedBody = z
  .object({
    conversionId: z.string(),
    slug: z.string(),
    clickId: z.string(),
    eventType: z.string(),
    value: z.string(),
    currency: z.string().nullable(),
    occurredAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
  })
  .openapi("RecordedConversion");

export const listConversions = defineOperation({
  role: "CREATOR",
  scope: "analytics.read",
  id: "listConversions",
  method: "get",
  path: "/conversions",
  summary: "List conversions, the last received first",
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: NextToken.optional(),
    }),
  },
  responses: {
    200: z.object({ conversions: z.array(RecordedBody), nextToken: z.string().nullable() }),
  },
  errors: [],
});
