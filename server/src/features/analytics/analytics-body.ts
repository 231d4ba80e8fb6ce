import { z } from "@hono/zod-openapi";
import { INTERVALS } from "./analytics-query.ts";

const Count = z.int().min(0);

const METRICS = {
  clicks: Count,
  qualifiedClicks: Count,
  botClicks: Count,
  visitors: Count,
  conversions: Count,
  impressions: Count,
};

/** How much more there is than before: 0.1 is a tenth more. `null` where there was nothing before. */
const Change = z.number().nullable();
const CHANGES = {
  clicks: Change,
  qualifiedClicks: Change,
  botClicks: Change,
  visitors: Change,
  conversions: Change,
  impressions: Change,
};

const Totals = z.object({
  ...METRICS,
  /** `null` where a filter is of something that is not known of conversions. */
  conversionRate: z.number().nullable(),
  revenue: z.array(z.object({ currency: z.string(), value: z.number() })),
});

const Group = z.object({
  keys: z.record(z.string(), z.string()),
  ...METRICS,
  conversionRate: z.number().optional(),
  previous: z.object(METRICS).optional(),
  change: z.object(CHANGES).optional(),
});

const Status = z.enum(["PASS", "PENDING", "FAIL"]);

/** The answer to a question about a handle's events; see the operation's description for what each part means. */
export const AnalyticsBody = z
  .object({
    handle: z.string(),
    range: z.object({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      interval: z.enum(INTERVALS),
      tz: z.string(),
    }),
    totals: Totals,
    visitorsError: z.number(),
    /** Without gaps: an interval in which nothing happened has zeros. */
    series: z.array(z.object({ at: z.iso.datetime(), ...METRICS })),
    groups: z.array(Group),
    breakdowns: z.record(z.string(), z.array(Group)).optional(),
    significance: z
      .object({
        /** The one link among those asked about whose variants can be compared. */
        slug: z.string(),
        method: z.literal("two-proportion z-test"),
        /** The empty variant, where it is compared: what those saw whom no rule sent elsewhere. */
        baseline: z.string(),
        variants: z.array(
          z.object({ variant: z.string(), pValue: z.number().min(0).max(1), isSignificant: z.boolean() }),
        ),
        note: z.string(),
      })
      .optional(),
    compare: z
      .object({
        range: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
        totals: Totals,
        change: z.object({
          ...CHANGES,
          conversionRate: Change,
          revenue: z.array(z.object({ currency: z.string(), value: Change })),
        }),
      })
      .optional(),
    funnel: z
      .object({ steps: z.array(z.object({ name: z.string(), count: Count, rate: z.number() })) })
      .optional(),
    confidence: z.object({ score: z.int().min(0).max(100), reasons: z.array(z.string()) }).optional(),
    campaignHealth: z
      .object({
        status: Status,
        checks: z.array(
          z.object({
            name: z.string(),
            status: Status,
            message: z.string(),
            nextStep: z.string().nullable(),
          }),
        ),
      })
      .optional(),
    freshness: z.object({
      status: z.enum(["FRESH", "STALE", "UNKNOWN"]),
      lastUpdatedAt: z.iso.datetime().nullable(),
      slaMinutes: z.int(),
    }),
  })
  .openapi("Analytics");
