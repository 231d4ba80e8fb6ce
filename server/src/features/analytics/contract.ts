import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";
import { DIMENSIONS, INTERVALS } from "./analytics-query.ts";

const Count = z.int().min(0);

const METRICS = {
  clicks: Count,
  qualifiedClicks: Count,
  botClicks: Count,
  visitors: Count,
  conversions: Count,
  impressions: Count,
};

const AnalyticsBody = z
  .object({
    handle: z.string(),
    range: z.object({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      interval: z.enum(INTERVALS),
      tz: z.string(),
    }),
    totals: z.object({
      ...METRICS,
      conversionRate: z.number(),
      revenue: z.array(z.object({ currency: z.string(), value: z.number() })),
    }),
    /** Without gaps: an interval in which nothing happened has zeros. */
    series: z.array(z.object({ at: z.iso.datetime(), ...METRICS })),
    groups: z.array(z.object({ keys: z.record(z.string(), z.string()), ...METRICS })),
    funnel: z
      .object({ steps: z.array(z.object({ name: z.string(), count: Count, rate: z.number() })) })
      .optional(),
    freshness: z.object({
      status: z.enum(["FRESH", "STALE", "UNKNOWN"]),
      lastUpdatedAt: z.iso.datetime().nullable(),
      slaMinutes: z.int(),
    }),
  })
  .openapi("Analytics");

/** A moment, or a day of the asked time zone. */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
/** One value or several with commas between. */
const Values = z
  .string()
  .max(1000)
  .transform((text) => text.split(",").filter((value) => value !== ""))
  .optional();
const Flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const getAnalytics = defineOperation({
  id: "getAnalytics",
  method: "get",
  path: "/analytics",
  summary: "Clicks, visitors and conversions of a handle: totals, a series, and groups by one dimension",
  description:
    "Totals are exact; `visitors` is approximate to 1 %. `clicks` are redirects answered, `qualifiedClicks` those that no bot, prefetch or HEAD request made. Without `from` and `to`: the last 30 days.",
  role: "CREATOR",
  scope: "analytics.read",
  request: {
    query: z.strictObject({
      from: Moment.optional(),
      to: Moment.optional(),
      interval: z.enum(INTERVALS).default("day"),
      tz: z.string().max(64).default("UTC"),
      groupBy: z.enum(DIMENSIONS).optional(),
      slug: Values,
      campaignId: Values,
      country: Values,
      device: Values,
      referrer: Values,
      source: Values,
      includeBots: Flag.default(true),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      funnel: Flag.default(false),
    }),
  },
  responses: { 200: AnalyticsBody },
  errors: ["unavailable"],
});
