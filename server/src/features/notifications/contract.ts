import { z } from "@hono/zod-openapi";
import { Email } from "#features/users/index.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { MAILED_TYPES, STATUSES } from "./notification.ts";

const operators = { role: "OPERATOR", scope: "jwt-only" } as const;
const named = z.object({ subscriptionId: z.string().max(64) });
const instant = z.iso.datetime();

const EventTypes = z
  .array(
    z
      .string()
      .max(64)
      .refine((type) => MAILED_TYPES.has(type), "No mail is sent of this."),
  )
  .max(50)
  .transform((types) => [...new Set(types)]);

const SubscriptionBody = z
  .object({
    subscriptionId: z.string(),
    email: z.string(),
    eventTypes: z.array(z.string()),
    status: z.enum(STATUSES).openapi({
      description:
        "PENDING: the address was asked, and has not agreed. UNSUBSCRIBED: it wants nothing of this handle.",
    }),
    createdBy: z.string(),
    createdAt: instant,
  })
  .openapi("EmailSubscription");

const SettingsBody = z
  .object({
    ownerEventTypes: z.array(z.string()).openapi({ description: "What the owner's address is told of." }),
    paused: z.boolean(),
    version: z.int(),
  })
  .openapi("NotificationSettings");

const EventBody = z
  .object({
    type: z.string(),
    summary: z.string(),
    schema: z
      .record(z.string(), z.unknown())
      .openapi({ description: "JSON Schema of what webhooks are sent." }),
    example: z.record(z.string(), z.unknown()),
    channels: z.array(z.enum(["webhook", "email"])),
  })
  .openapi("NotificationEvent");

export const listNotifications = defineOperation({
  ...operators,
  id: "listNotifications",
  method: "get",
  path: "/notifications",
  summary: "What can be told of, and who is told by mail",
  responses: {
    200: z.object({ events: z.array(EventBody), emailSubscriptions: z.array(SubscriptionBody) }),
  },
  errors: [],
});

export const createEmailSubscription = defineOperation({
  ...operators,
  id: "createEmailSubscription",
  method: "post",
  path: "/notifications/email-subscriptions",
  summary: "Send mail of events to an address; one that is no member's is asked first",
  request: {
    body: z
      .strictObject({
        email: Email,
        eventTypes: EventTypes.refine((types) => types.length > 0, "Name at least one."),
      })
      .openapi("CreateEmailSubscription"),
  },
  responses: { 201: SubscriptionBody },
  errors: ["invalid_email", "conflict"],
  creates: true,
});

export const deleteEmailSubscription = defineOperation({
  ...operators,
  id: "deleteEmailSubscription",
  method: "delete",
  path: "/notifications/email-subscriptions/{subscriptionId}",
  summary: "Send no more of it",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
});

export const testEmailSubscription = defineOperation({
  ...operators,
  id: "testEmailSubscription",
  method: "post",
  path: "/notifications/email-subscriptions/{subscriptionId}/test",
  free: true,
  summary: "Send a trial to the address",
  request: { params: named },
  responses: { 202: z.object({ mailId: z.string() }).openapi("EmailTrial") },
  errors: ["not_found", "conflict"],
});

export const getNotificationSettings = defineOperation({
  ...operators,
  id: "getNotificationSettings",
  method: "get",
  path: "/notification-settings",
  summary: "What the owner is told of, and whether mail is paused",
  responses: { 200: SettingsBody },
  errors: [],
  versioned: true,
});

export const putNotificationSettings = defineOperation({
  role: "OWNER",
  scope: "jwt-only",
  id: "putNotificationSettings",
  method: "put",
  path: "/notification-settings",
  summary: "Replace the settings",
  description: "What occurs while mail is paused is not sent later.",
  request: {
    body: z
      .strictObject({ ownerEventTypes: EventTypes, paused: z.boolean().default(false) })
      .openapi("NotificationSettingsChange"),
  },
  responses: { 200: SettingsBody },
  errors: [],
  versioned: true,
});

const fromAMail = {
  auth: "none",
  request: { query: z.strictObject({ token: z.string().min(1).max(2048) }) },
  responses: { 200: "passed" },
  errors: [],
} as const;

export const showEmailConfirmation = defineOperation({
  ...fromAMail,
  id: "showEmailConfirmation",
  method: "get",
  path: "/v2/public/notifications/confirm",
  summary: "The page on which whoever has an address agrees to be sent mail",
});

export const confirmEmail = defineOperation({
  ...fromAMail,
  id: "confirmEmail",
  method: "post",
  path: "/v2/public/notifications/confirm",
  summary: "Agree to be sent mail",
});

export const showEmailUnsubscription = defineOperation({
  ...fromAMail,
  id: "showEmailUnsubscription",
  method: "get",
  path: "/v2/public/notifications/unsubscribe",
  summary: "The page on which whoever has an address ends the mail of a handle",
});

export const unsubscribeEmail = defineOperation({
  ...fromAMail,
  id: "unsubscribeEmail",
  method: "post",
  path: "/v2/public/notifications/unsubscribe",
  summary: "End the mail of a handle to an address, by one click (RFC 8058)",
});
