import { z } from "@hono/zod-openapi";
import type { EventDefinition } from "./event-definition.ts";

const text = z.string();
const maybe = z.string().nullable();
const at = z.iso.datetime();
const count = z.int();
const status = z.enum(["PASS", "PENDING", "FAIL"]);

/** The part of the catalogue that is about campaigns and what comes of them. */
export const CAMPAIGN_EVENTS: Readonly<Record<string, EventDefinition>> = {
  "lead.captured": {
    summary:
      "Somebody has sent a form, and it is no spam. Of a lead that was erased a later delivery says `erased`, and its leadId.",
    payload: z.object({
      leadId: text,
      name: maybe,
      email: maybe,
      phone: maybe,
      message: maybe,
      fields: z.record(text, text),
      form: text,
      slug: maybe,
      campaignId: maybe,
      clickId: maybe,
      variantId: maybe,
      attachments: count.openapi({ description: "How many images came with it; members download them." }),
      spamScore: count.openapi({ description: "From 0 to 59; what has more is told to nobody." }),
      capturedAt: at,
    }),
    example: {
      leadId: "led_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
      name: "Ada Lovelace",
      email: "ada@example.com",
      phone: null,
      message: "Please call me.",
      fields: { company: "Analytical Engines" },
      form: "contact",
      slug: "launch",
      campaignId: "spring",
      clickId: null,
      variantId: null,
      attachments: 0,
      spamScore: 0,
      capturedAt: "2026-01-01T00:00:00.000Z",
    },
  },
  "conversion.test": {
    summary: "Somebody tries what a campaign's conversion sets off. It is none, and is counted nowhere.",
    payload: z.object({
      test: z.literal(true),
      conversionId: text,
      campaignId: text,
      slug: text,
      eventType: text,
      value: text,
      currency: maybe,
      occurredAt: at,
    }),
    example: {
      test: true,
      conversionId: "cnv_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
      campaignId: "spring",
      slug: "launch",
      eventType: "purchase",
      value: "0",
      currency: null,
      occurredAt: "2026-01-01T00:00:00.000Z",
    },
  },
  "campaign.health_changed": {
    summary: "A campaign is better or worse than it was, twice running.",
    payload: z.object({
      campaignId: text,
      before: status,
      status,
      checks: z
        .array(z.object({ name: text, status, message: text, nextStep: maybe }))
        .openapi({ description: "Those that do not pass." }),
    }),
    example: {
      campaignId: "spring",
      before: "PASS",
      status: "FAIL",
      checks: [
        {
          name: "primaryLink",
          status: "FAIL",
          message: "The link launch leads nobody on: it is DISABLED.",
          nextStep: "Switch the link on.",
        },
      ],
    },
  },
};
