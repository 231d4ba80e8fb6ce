import { z } from "@hono/zod-openapi";
import { CampaignId, InlineLinkBody, Slug } from "#features/links/index.ts";
import { TemplateKey } from "#features/tracking/index.ts";
import { CAMPAIGN_STATUSES, GOAL_TYPES } from "./campaign.ts";

const ConversionEvent = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, "An event is 1 to 64 letters, digits, dots, hyphens or underscores.");

const fields = {
  goalType: z.enum(GOAL_TYPES),
  status: z.enum(CAMPAIGN_STATUSES),
  name: z.string().trim().min(1).max(200).nullable(),
  description: z.string().max(2000).nullable(),
  primarySlug: Slug.openapi({ description: "A link that is there already. It is put into the campaign." }),
  primaryLink: InlineLinkBody.openapi({ description: "A link that is made together with the campaign." }),
  conversionEvent: ConversionEvent.nullable().openapi({ description: "null: the goal's own." }),
  trackingTemplateKey: TemplateKey.nullable().openapi({
    description: "null: none. The goal's own unless sent.",
  }),
};

const hasOnePrimary = ({ primarySlug, primaryLink }: { primarySlug?: unknown; primaryLink?: unknown }) =>
  primarySlug === undefined || primaryLink === undefined;
const ONE_PRIMARY = { path: ["primaryLink"], error: "Send primarySlug or primaryLink, not both." };

/** What is not sent stays as it is; a new campaign has what its goal presets. */
export const CampaignChangeBody = z
  .strictObject(fields)
  .partial()
  .refine(hasOnePrimary, ONE_PRIMARY)
  .openapi("CampaignChange");
export type CampaignChange = z.output<typeof CampaignChangeBody>;

export const CreateCampaignBody = z
  .strictObject(fields)
  .partial()
  .required({ goalType: true })
  .extend({ campaignId: CampaignId })
  .refine(hasOnePrimary, ONE_PRIMARY)
  .refine(({ primarySlug, primaryLink }) => primarySlug !== undefined || primaryLink !== undefined, {
    path: ["primarySlug"],
    error: "A campaign needs its primarySlug, or a primaryLink to be made.",
  })
  .openapi("CreateCampaign");

const instant = z.string().openapi({ format: "date-time" });

export const CampaignBody = z
  .object({
    campaignId: z.string(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    goalType: z.enum(GOAL_TYPES),
    status: z.enum(CAMPAIGN_STATUSES),
    primarySlug: z.string(),
    primaryUrl: z.string().openapi({ format: "uri" }),
    conversionEvent: z.string(),
    trackingTemplateKey: z.string().nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("Campaign");

const HealthStatus = z.enum(["PASS", "PENDING", "FAIL"]);

const Told = z.object({ status: HealthStatus, since: instant }).nullable();

/** In a list it is not asked how each one is: that is what the worker found when it looked last. */
export const ListedCampaignBody = CampaignBody.extend({
  health: Told.openapi({
    description:
      "How an ACTIVE campaign was when it was last looked at, which happens every ten minutes; null for any other, and before the first look.",
  }),
}).openapi("ListedCampaign");

export const CampaignHealthBody = z
  .object({
    campaignId: z.string(),
    status: HealthStatus.openapi({ description: "That of the worst check." }),
    checks: z.array(
      z.object({
        name: z.string(),
        status: HealthStatus,
        message: z.string(),
        nextStep: z
          .string()
          .nullable()
          .openapi({ description: "What to do about it; null where nothing is." }),
      }),
    ),
    lastTold: Told.openapi({ description: "The status that campaign.health_changed told of last." }),
  })
  .openapi("CampaignHealth");

const Count = z.int().min(0);

export const CampaignAnalyticsBody = z
  .object({
    campaignId: z.string(),
    range: z.object({ from: instant, to: instant }),
    totals: z.object({
      clicks: Count,
      qualifiedClicks: Count,
      botClicks: Count,
      leads: Count,
      conversions: Count,
      revenue: z.array(z.object({ currency: z.string(), value: z.number() })),
    }),
    funnel: z.object({ steps: z.array(z.object({ name: z.string(), count: Count, rate: z.number() })) }),
    freshness: z.object({
      status: z.enum(["FRESH", "STALE", "UNKNOWN"]),
      lastUpdatedAt: instant.nullable(),
      slaMinutes: z.int(),
    }),
  })
  .openapi("CampaignAnalytics");
