import { z } from "@hono/zod-openapi";
import { Slug } from "#features/links/index.ts";
import { EVENT_TYPES } from "./event-catalogue.ts";
import { DISABLED_REASONS } from "./webhook.ts";
import { DELIVERY_STATUSES } from "./webhook-tables.ts";

const instant = z.iso.datetime();

const EventType = z
  .string()
  .max(64)
  .refine((type) => type === "*" || EVENT_TYPES.has(type), "There is no such event.");

const writable = {
  endpointUrl: z
    .string()
    .trim()
    .min(1)
    .max(2048)
    .openapi({ description: "https; http only into ranges that the operator has opened." }),
  eventTypes: z
    .array(EventType)
    .min(1)
    .max(50)
    .transform((types) => [...new Set(types)])
    .refine((types) => types.length === 1 || !types.includes("*"), "* stands alone.")
    .openapi({ description: 'Types of the catalogue, or ["*"].', example: ["link.created"] }),
  slugs: z
    .array(Slug)
    .min(1)
    .max(100)
    .nullable()
    .openapi({ description: "Only what is about one of these links; null: about anything." }),
  campaignIds: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(100)
    .nullable()
    .openapi({ description: "Only what is about one of these campaigns; null: about anything." }),
  description: z.string().trim().max(500).nullable(),
  enabled: z.boolean(),
};

export const CreateWebhookBody = z
  .strictObject({
    ...writable,
    slugs: writable.slugs.default(null),
    campaignIds: writable.campaignIds.default(null),
    description: writable.description.default(null),
    enabled: writable.enabled.default(true),
  })
  .openapi("CreateWebhook");

export const WebhookChangeBody = z.strictObject(writable).partial().openapi("WebhookChange");

export const WebhookBody = z
  .object({
    subscriptionId: z.string(),
    endpointUrl: z.string(),
    eventTypes: z.array(z.string()),
    slugs: z.array(z.string()).nullable(),
    campaignIds: z.array(z.string()).nullable(),
    description: z.string().nullable(),
    enabled: z.boolean(),
    disabledReason: z.enum(DISABLED_REASONS).nullable(),
    disabledAt: instant.nullable(),
    failingSince: instant.nullable(),
    createdBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
    version: z.int(),
  })
  .openapi("Webhook");

/** The secret is in this answer only, and not in the answer to a repeated request. */
export const WebhookWithSecretBody = WebhookBody.extend({
  secret: z.string().optional(),
  secretAlreadyShown: z.literal(true).optional(),
}).openapi("WebhookWithSecret");

const listed = {
  deliveryId: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  createdAt: instant,
  completedAt: instant.nullable(),
};

const AttemptBody = z
  .object({
    attempt: z.int(),
    at: instant,
    durationMs: z.int(),
    status: z.int().nullable(),
    error: z.string().nullable(),
  })
  .openapi("WebhookAttempt");

export const DeliveryBody = z
  .object({ ...listed, lastAttempt: AttemptBody.nullable() })
  .openapi("WebhookDelivery");

export const DeliveryDetailBody = z
  .object({
    ...listed,
    history: z.array(AttemptBody).openapi({ description: "The latest attempts, oldest first." }),
    request: z.object({
      url: z.string(),
      headers: z.record(z.string(), z.string()).openapi({ description: "Of the last attempt, or the next." }),
      body: z.string(),
    }),
    response: z
      .object({
        status: z.int().nullable(),
        headers: z.record(z.string(), z.string()),
        body: z.string().openapi({ description: "Its first 64 KB." }),
      })
      .nullable(),
  })
  .openapi("WebhookDeliveryDetail");

export const EventDescriptionBody = z
  .object({
    type: z.string(),
    summary: z.string(),
    schema: z.record(z.string(), z.unknown()).openapi({ description: "JSON Schema of the whole body." }),
    example: z.record(z.string(), z.unknown()),
  })
  .openapi("WebhookEvent");
