import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";
import { RuleId } from "#platform/routing/rule-body.ts";
import { PersonalizationRuleBody, PersonalizationRuleChange } from "./personalization-rule-body.ts";

const named = z.object({ ruleId: RuleId });
const reading = { role: "CREATOR", scope: "personalization.read" } as const;
const writing = { role: "OPERATOR", scope: "jwt-only" } as const;

export const listPersonalizationRules = defineOperation({
  ...reading,
  id: "listPersonalizationRules",
  method: "get",
  path: "/personalization-rules",
  summary: "List the rules for all links of a handle, in the order in which they are asked",
  responses: { 200: z.object({ rules: z.array(PersonalizationRuleBody) }) },
  errors: [],
});

export const getPersonalizationRule = defineOperation({
  ...reading,
  id: "getPersonalizationRule",
  method: "get",
  path: "/personalization-rules/{ruleId}",
  summary: "Get one personalization rule",
  request: { params: named },
  responses: { 200: PersonalizationRuleBody },
  errors: ["not_found"],
  versioned: true,
});

export const putPersonalizationRule = defineOperation({
  ...writing,
  id: "putPersonalizationRule",
  method: "put",
  path: "/personalization-rules/{ruleId}",
  gate: "growth_tools",
  summary: "Create a personalization rule, or replace it as a whole",
  description:
    "Asked after a link's own rules, the smallest priority first, equal ones by their id. " +
    "Of rules with the same conditions each takes its `percent` of what those before it left.",
  request: { params: named, body: PersonalizationRuleChange },
  responses: { 200: PersonalizationRuleBody, 201: PersonalizationRuleBody },
  errors: ["invalid_destination_url"],
  versioned: true,
});

export const deletePersonalizationRule = defineOperation({
  ...writing,
  id: "deletePersonalizationRule",
  method: "delete",
  path: "/personalization-rules/{ruleId}",
  summary: "Delete a personalization rule",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});
