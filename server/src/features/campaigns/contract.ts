import { z } from "@hono/zod-openapi";
import { CampaignId } from "#features/links/index.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { CAMPAIGN_STATUSES, GOAL_TYPES } from "./campaign.ts";
import {
  CampaignAnalyticsBody,
  CampaignBody,
  CampaignChangeBody,
  CampaignHealthBody,
  CreateCampaignBody,
  ListedCampaignBody,
} from "./campaign-body.ts";

const named = z.object({ campaignId: CampaignId });
const reading = { role: "CREATOR", scope: "links.read" } as const;
const writing = { role: "CREATOR", scope: "links.write" } as const;
const counting = { role: "CREATOR", scope: ["analytics.read", "links.read"] } as const;

/** Hides the id of the last campaign shown. */
const NextToken = z
  .string()
  .max(512)
  .transform((text, issues) => {
    const [key] = keyAfter(text) ?? [];
    if (typeof key === "string") return key;
    issues.addIssue({ code: "custom", message: "No list has given this out." });
    return z.NEVER;
  });

export const listCampaigns = defineOperation({
  ...reading,
  id: "listCampaigns",
  method: "get",
  path: "/campaigns",
  summary: "List campaigns, in the order of their ids",
  request: {
    query: z.strictObject({
      status: z.enum(CAMPAIGN_STATUSES).optional(),
      goalType: z.enum(GOAL_TYPES).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: NextToken.optional(),
    }),
  },
  responses: { 200: z.object({ campaigns: z.array(ListedCampaignBody), nextToken: z.string().nullable() }) },
  errors: [],
});

const PRESETS =
  "The goal presets a tracking template and the name of the conversion: PRODUCT_SALE `purchase`, LEAD_CAPTURE `lead`, " +
  "NEWSLETTER `subscribe`, AFFILIATE_CLICKOUT `clickout`, APP_INSTALL `install`. A primaryLink is made in the same " +
  "transaction, with the template, a context token for its destination and the campaign's id as utm_campaign, unless it says otherwise.";

export const createCampaign = defineOperation({
  ...writing,
  id: "createCampaign",
  method: "post",
  path: "/campaigns",
  gate: "growth_tools",
  summary: "Create a campaign, with its primary link or for one that is there",
  description: `A DRAFT unless sent. ${PRESETS}`,
  request: { body: CreateCampaignBody },
  responses: { 201: CampaignBody },
  errors: ["invalid_slug", "invalid_destination_url", "conflict"],
  creates: true,
});

export const getCampaign = defineOperation({
  ...reading,
  id: "getCampaign",
  method: "get",
  path: "/campaigns/{campaignId}",
  summary: "Get one campaign",
  request: { params: named },
  responses: { 200: CampaignBody },
  errors: ["not_found"],
  versioned: true,
});

export const putCampaign = defineOperation({
  ...writing,
  id: "putCampaign",
  method: "put",
  path: "/campaigns/{campaignId}",
  gate: "growth_tools",
  summary: "Create a campaign, or change the fields sent",
  description: `The links of a campaign lead on whatever its status is. ${PRESETS}`,
  request: { params: named, body: CampaignChangeBody },
  responses: { 200: CampaignBody, 201: CampaignBody },
  errors: ["invalid_slug", "invalid_destination_url", "conflict"],
  versioned: true,
});

export const deleteCampaign = defineOperation({
  ...writing,
  id: "deleteCampaign",
  method: "delete",
  path: "/campaigns/{campaignId}",
  summary: "Delete a campaign; its links, leads and pages stay",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});

export const getCampaignHealth = defineOperation({
  ...counting,
  id: "getCampaignHealth",
  method: "get",
  path: "/campaigns/{campaignId}/health",
  summary: "What of a campaign works, what does not, and what to do about it",
  description:
    "Asked now, of the last 30 days. FAIL: something is wrong; PENDING: it is not finished, or nothing has happened yet. " +
    "`campaign.health_changed` tells of an ACTIVE campaign whose status was another one twice running, ten minutes apart.",
  request: { params: named },
  responses: { 200: CampaignHealthBody },
  errors: ["not_found"],
});

export const testCampaignConversion = defineOperation({
  ...writing,
  id: "testCampaignConversion",
  method: "post",
  path: "/campaigns/{campaignId}/test-conversion",
  free: true,
  summary: "Try what a conversion of this campaign sets off",
  description:
    "Sends `conversion.test` to the webhooks that subscribe to it, with what `conversion.recorded` would say, and " +
    "`test: true`. It is no conversion: it is counted nowhere.",
  request: { params: named },
  responses: {
    202: z
      .object({
        test: z.literal(true),
        conversionId: z.string(),
        campaignId: z.string(),
        slug: z.string(),
        eventType: z.string(),
      })
      .openapi("CampaignTrial"),
  },
  errors: ["not_found"],
});

export const getCampaignAnalytics = defineOperation({
  role: "CREATOR",
  scope: "analytics.read",
  id: "getCampaignAnalytics",
  method: "get",
  path: "/campaigns/{campaignId}/analytics",
  summary: "Clicks, leads, conversions and revenue of one campaign",
  description: "Without `from` and `to`: the last 30 days. Leads that are spam are not counted.",
  request: {
    params: named,
    query: z.strictObject({
      from: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
      to: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
    }),
  },
  responses: { 200: CampaignAnalyticsBody },
  errors: ["not_found", "unavailable"],
});
