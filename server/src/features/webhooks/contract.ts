import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import {
  CreateWebhookBody,
  DeliveryBody,
  DeliveryDetailBody,
  EventDescriptionBody,
  WebhookBody,
  WebhookChangeBody,
  WebhookWithSecretBody,
} from "./webhook-body.ts";
import { DELIVERY_STATUSES } from "./webhook-tables.ts";

const reading = { role: "OPERATOR", scope: "webhooks.read" } as const;
const writing = { role: "OPERATOR", scope: "webhooks.write" } as const;
const named = z.object({ subscriptionId: z.string().max(64) });
const namedDelivery = z.object({ subscriptionId: z.string().max(64), deliveryId: z.string().max(64) });

/** Hides the one key that the pages of both lists are cut by. */
const page = {
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
};
const nextToken = z.string().nullable();
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const listWebhooks = defineOperation({
  ...reading,
  id: "listWebhooks",
  method: "get",
  path: "/webhooks",
  summary: "List webhooks",
  request: { query: z.strictObject(page) },
  responses: { 200: z.object({ webhooks: z.array(WebhookBody), nextToken }) },
  errors: [],
});

export const createWebhook = defineOperation({
  ...writing,
  id: "createWebhook",
  method: "post",
  path: "/webhooks",
  summary: "Subscribe an endpoint to events; the secret that signs them is in this answer only",
  request: { body: CreateWebhookBody },
  responses: { 201: WebhookWithSecretBody },
  errors: ["conflict"],
  creates: true,
});

export const getWebhook = defineOperation({
  ...reading,
  id: "getWebhook",
  method: "get",
  path: "/webhooks/{subscriptionId}",
  summary: "Get one webhook",
  request: { params: named },
  responses: { 200: WebhookBody },
  errors: ["not_found"],
  versioned: true,
});

export const updateWebhook = defineOperation({
  ...writing,
  id: "updateWebhook",
  method: "patch",
  path: "/webhooks/{subscriptionId}",
  summary: "Change the fields sent",
  description:
    "A webhook that is enabled again goes on with what it had not delivered; what has occurred meanwhile can be replayed.",
  request: { params: named, body: WebhookChangeBody },
  responses: { 200: WebhookBody },
  errors: ["not_found"],
  versioned: true,
});

export const deleteWebhook = defineOperation({
  ...writing,
  id: "deleteWebhook",
  method: "delete",
  path: "/webhooks/{subscriptionId}",
  summary: "Delete a webhook, with its secrets and what it has delivered",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});

export const testWebhook = defineOperation({
  ...writing,
  id: "testWebhook",
  method: "post",
  path: "/webhooks/{subscriptionId}/test",
  free: true,
  summary: "Send it a webhook.test, whatever it subscribes to",
  request: { params: named },
  responses: { 202: z.object({ eventId: z.string(), deliveryId: z.string() }).openapi("WebhookTest") },
  errors: ["not_found", "conflict"],
});

export const rotateWebhookSecret = defineOperation({
  ...writing,
  id: "rotateWebhookSecret",
  method: "post",
  path: "/webhooks/{subscriptionId}/rotate-secret",
  free: true,
  summary: "Replace its secret; the old one signs as well until the overlap ends",
  request: {
    params: named,
    body: z
      .strictObject({ overlapSeconds: z.int().min(0).max(604_800).default(86_400) })
      .openapi("RotateWebhookSecret"),
  },
  responses: { 200: WebhookWithSecretBody },
  errors: ["not_found"],
  creates: true,
});

export const listWebhookDeliveries = defineOperation({
  ...reading,
  id: "listWebhookDeliveries",
  method: "get",
  path: "/webhooks/{subscriptionId}/deliveries",
  summary: "What was sent or is to be sent, newest first; kept for thirty days",
  request: {
    params: named,
    query: z.strictObject({
      status: z.enum(DELIVERY_STATUSES).optional(),
      eventType: z.string().max(64).optional(),
      eventId: z.string().max(64).optional(),
      ...page,
    }),
  },
  responses: { 200: z.object({ deliveries: z.array(DeliveryBody), nextToken }) },
  errors: ["not_found"],
});

export const getWebhookDelivery = defineOperation({
  ...reading,
  id: "getWebhookDelivery",
  method: "get",
  path: "/webhooks/{subscriptionId}/deliveries/{deliveryId}",
  summary: "One delivery: what is sent, every attempt, and the last answer",
  request: { params: namedDelivery },
  responses: { 200: DeliveryDetailBody },
  errors: ["not_found"],
});

export const redeliverWebhook = defineOperation({
  ...writing,
  id: "redeliverWebhook",
  method: "post",
  path: "/webhooks/{subscriptionId}/deliveries/{deliveryId}/redeliver",
  free: true,
  summary: "Send the same event again now, also one that has arrived; its webhook-id stays",
  request: { params: namedDelivery },
  responses: { 202: DeliveryBody },
  errors: ["not_found", "conflict"],
});

export const replayWebhook = defineOperation({
  ...writing,
  id: "replayWebhook",
  method: "post",
  path: "/webhooks/{subscriptionId}/replay",
  free: true,
  summary: "Send what occurred in a window and has not arrived; events are kept for thirty days",
  description:
    "Every event of [from, to) that the webhook wants now and that was not delivered to it: those that occurred while it " +
    "was disabled, those that failed, and those that wait for their next attempt.",
  request: { params: named, body: z.strictObject({ from: instant, to: instant }).openapi("ReplayWebhook") },
  responses: { 202: z.object({ replayId: z.string() }).openapi("WebhookReplay") },
  errors: ["not_found", "conflict"],
});

export const listWebhookEvents = defineOperation({
  ...reading,
  id: "listWebhookEvents",
  method: "get",
  path: "/webhook-events",
  summary: "The events that can be subscribed to, with the JSON Schema and an example of each",
  responses: { 200: z.object({ events: z.array(EventDescriptionBody) }) },
  errors: [],
});
