import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";

const DAYS_MAX = 36_500;

const RetentionBody = z
  .object({ eventsDays: z.int().nullable(), effectiveDays: z.int().nullable() })
  .openapi("Retention");

const ABOUT =
  "`eventsDays` is what the owner has asked for, `null` for as long as the operator lets it; `effectiveDays` is what " +
  "holds, `null` for ever. Events, signals and their sessions, and what is known of conversions go within a day after; that a " +
  "conversion has been counted is kept, so that it never counts twice.";

export const getRetention = defineOperation({
  role: "CREATOR",
  scope: "jwt-only",
  id: "getRetention",
  method: "get",
  path: "/retention",
  summary: "How long events of the handle are kept",
  description: ABOUT,
  responses: { 200: RetentionBody },
  errors: [],
});

export const setRetention = defineOperation({
  role: "OWNER",
  scope: "jwt-only",
  id: "setRetention",
  method: "put",
  path: "/retention",
  free: true,
  summary: "Keep events of the handle for so many days",
  description: `${ABOUT} What has been removed does not come back.`,
  request: {
    body: z.strictObject({ eventsDays: z.int().min(1).max(DAYS_MAX).nullable() }).openapi("SetRetention"),
  },
  responses: { 200: RetentionBody },
  errors: [],
});

export const eraseVisitor = defineOperation({
  role: "OPERATOR",
  scope: "jwt-only",
  id: "eraseVisitor",
  method: "delete",
  path: "/visitors/{visitorId}",
  summary: "Remove everything that is known of a visitor",
  description:
    "`visitorId` is the `visitor` or `sessionId` of an event, or the id whose segments were set. Its events, signals, " +
    "session and segments go, and conversions lose the click that they came of. 204: nothing is left. 202: events are " +
    "still on their way to the warehouse, or it is away; they go as they arrive, and the same request says 204 then. An " +
    "id that nobody has is answered alike. Clicks that have been counted stay counted.",
  request: {
    params: z.object({
      visitorId: z
        .string()
        .regex(/^[A-Za-z0-9_-]{8,64}$/, "A visitorId is 8 to 64 letters, digits, hyphens and underscores."),
    }),
  },
  responses: { 202: z.object({ erasureId: z.string() }).openapi("Erasure"), 204: "empty" },
  errors: [],
});
