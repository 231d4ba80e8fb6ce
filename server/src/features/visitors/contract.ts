import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";
import { OF_THE_VISIT, SEGMENT_NAME } from "#platform/visits/assign-segments.ts";

const VisitorId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, "A visitorId is 8 to 64 letters, digits, hyphens and underscores.");

const Segment = z
  .string()
  .regex(SEGMENT_NAME, "A segment is 1 to 64 of a-z, 0-9, _ and -, the first no _ or -.")
  .refine((name) => !OF_THE_VISIT.some((own) => own === name), "It is built in, and assigned to nobody.");

const SegmentsBody = z
  .object({ visitorId: z.string(), segments: z.array(z.string()) })
  .openapi("VisitorSegments");

const named = z.object({ visitorId: VisitorId });

export const getVisitorSegments = defineOperation({
  role: "CREATOR",
  scope: "jwt-only",
  id: "getVisitorSegments",
  method: "get",
  path: "/visitors/{visitorId}/segments",
  summary: "The segments that a visitor is assigned, in the order of their names",
  description: "A visitor without any is not known here.",
  request: { params: named },
  responses: { 200: SegmentsBody },
  errors: ["not_found"],
});

export const replaceVisitorSegments = defineOperation({
  role: "OPERATOR",
  scope: "jwt-only",
  id: "replaceVisitorSegments",
  method: "put",
  path: "/visitors/{visitorId}/segments",
  gate: "growth_tools",
  summary: "Assign a visitor these segments and no others; with none, the visitor is no longer known",
  request: {
    params: named,
    body: z
      .strictObject({
        segments: z
          .array(Segment)
          .max(50)
          .transform((names) => [...new Set(names)]),
      })
      .openapi("ReplaceVisitorSegments"),
  },
  responses: { 200: SegmentsBody },
  errors: [],
});
