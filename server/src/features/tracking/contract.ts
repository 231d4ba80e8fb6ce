import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";
import {
  CreateTrackingTemplateBody,
  TemplateKey,
  TrackingTemplateBody,
  TrackingTemplateChange,
} from "./template-body.ts";

const named = z.object({ templateKey: TemplateKey });
const reading = { role: "CREATOR", scope: "tracking.templates.read" } as const;
const writing = { role: "OPERATOR", scope: "tracking.templates.write" } as const;

export const listTrackingTemplates = defineOperation({
  ...reading,
  id: "listTrackingTemplates",
  method: "get",
  path: "/tracking-templates",
  summary: "List the tracking templates by their keys",
  responses: { 200: z.object({ templates: z.array(TrackingTemplateBody) }) },
  errors: [],
});

export const createTrackingTemplate = defineOperation({
  ...writing,
  id: "createTrackingTemplate",
  method: "post",
  path: "/tracking-templates",
  gate: "growth_tools",
  summary: "Create a tracking template under a key that is free",
  request: { body: CreateTrackingTemplateBody },
  responses: { 201: TrackingTemplateBody },
  errors: ["conflict"],
  creates: true,
});

export const getTrackingTemplate = defineOperation({
  ...reading,
  id: "getTrackingTemplate",
  method: "get",
  path: "/tracking-templates/{templateKey}",
  summary: "Get one tracking template",
  request: { params: named },
  responses: { 200: TrackingTemplateBody },
  errors: ["not_found"],
  versioned: true,
});

export const putTrackingTemplate = defineOperation({
  ...writing,
  id: "putTrackingTemplate",
  method: "put",
  path: "/tracking-templates/{templateKey}",
  gate: "growth_tools",
  summary: "Create a tracking template, or replace it as a whole",
  request: { params: named, body: TrackingTemplateChange },
  responses: { 200: TrackingTemplateBody, 201: TrackingTemplateBody },
  errors: [],
  versioned: true,
});

export const deleteTrackingTemplate = defineOperation({
  ...writing,
  id: "deleteTrackingTemplate",
  method: "delete",
  path: "/tracking-templates/{templateKey}",
  summary: "Delete a tracking template; links that name it go on without it",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});
