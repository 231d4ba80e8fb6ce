import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { RuleId } from "#platform/routing/rule-body.ts";
import { ChainRuleBody, ChainRuleChangeBody, DecisionShown } from "./chain-rule-body.ts";
import { SIGNALS_MAX } from "./signal.ts";
import { SessionId, SignalBody, SignalKey, Signals } from "./signal-body.ts";

/** Any text: what is no handle's name is a handle that is not there. */
const Handle = z.string().max(64).toLowerCase();
const signals = { sessionId: SessionId, signals: Signals };
const resolve = { sessionId: SessionId, trigger: SignalKey };
const prefetch = { sessionId: SessionId, triggers: z.array(SignalKey).min(1).max(20) };

// Not `nullable()`, which would let the shared schema be null, and with it the decision that each rule has.
const resolution = { decision: z.union([DecisionShown, z.null()]), ruleId: z.string().nullable() };

const SignalsTaken = z
  .object({
    accepted: z.int(),
    rejected: z.array(
      z.object({
        index: z.int(),
        reason: z.enum(["invalid_signal", "session_full"]),
        /** Which fields are wrong; of invalid ones alone. */
        details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      }),
    ),
  })
  .openapi("ChainSignalsTaken");
const Resolution = z.object({ ...resolution, matched: z.array(z.string()) }).openapi("ChainResolution");
const Decisions = z
  .object({ decisions: z.record(z.string(), z.object(resolution)) })
  .openapi("ChainDecisions");

const submitting = {
  method: "post",
  summary: "Tell what a session has done; a bad signal is refused alone",
  responses: { 202: SignalsTaken },
} as const;
const resolving = {
  method: "post",
  summary: "Ask what to do at a moment in a session",
  description:
    "The first rule that matches decides; `matched` names all that do. Segments it names are assigned.",
  responses: { 200: Resolution },
} as const;
const prefetching = {
  method: "post",
  summary: "Ask for several moments ahead what would be done; changes nothing",
  responses: { 200: Decisions },
} as const;

const open = { auth: "none", browsers: true, errors: ["invalid_handle", "handle_not_found"] } as const;

export const submitPublicSignals = defineOperation({
  ...open,
  ...submitting,
  id: "submitPublicSignals",
  path: "/v2/public/chain/signals",
  request: { body: z.strictObject({ handle: Handle, ...signals }).openapi("SubmitPublicSignals") },
});

export const resolvePublicChain = defineOperation({
  ...open,
  ...resolving,
  id: "resolvePublicChain",
  path: "/v2/public/chain/resolve",
  request: { body: z.strictObject({ handle: Handle, ...resolve }).openapi("ResolvePublicChain") },
});

export const prefetchPublicChain = defineOperation({
  ...open,
  ...prefetching,
  id: "prefetchPublicChain",
  path: "/v2/public/chain/prefetch",
  request: { body: z.strictObject({ handle: Handle, ...prefetch }).openapi("PrefetchPublicChain") },
});

const asking = { role: "CREATOR", scope: ["chain.resolve.read", "chain.signal.write"], errors: [] } as const;

export const submitSignals = defineOperation({
  ...submitting,
  role: "CREATOR",
  scope: "chain.signal.write",
  id: "submitSignals",
  path: "/chain/signals",
  free: true,
  request: { body: z.strictObject(signals).openapi("SubmitSignals") },
  errors: [],
});

export const resolveChain = defineOperation({
  ...asking,
  ...resolving,
  id: "resolveChain",
  path: "/chain/resolve",
  free: true,
  request: { body: z.strictObject(resolve).openapi("ResolveChain") },
});

export const prefetchChain = defineOperation({
  ...asking,
  ...prefetching,
  id: "prefetchChain",
  path: "/chain/prefetch",
  free: true,
  request: { body: z.strictObject(prefetch).openapi("PrefetchChain") },
});

export const getChainSession = defineOperation({
  role: "CREATOR",
  scope: "chain.read",
  id: "getChainSession",
  method: "get",
  path: "/chain/{sessionId}",
  summary: "What a session has done, in the order in which it happened",
  request: { params: z.object({ sessionId: SessionId }) },
  responses: {
    200: z
      .object({
        sessionId: z.string(),
        signals: z.array(
          z.object({
            signalKey: z.string(),
            signalValue: z.string().nullable(),
            confidence: z.number(),
            source: z.string().nullable(),
            metadata: z.record(z.string(), z.unknown()).nullable(),
            occurredAt: z.iso.datetime(),
            receivedAt: z.iso.datetime(),
          }),
        ),
        segments: z.array(z.string()),
        /** How many signals there are of each key. */
        counts: z.record(z.string(), z.int()),
        firstSeenAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
      })
      .openapi("ChainSession"),
  },
  errors: ["not_found"],
});

const ruling = { role: "OPERATOR", scope: "jwt-only" } as const;
const named = z.object({ ruleId: RuleId });

export const listChainRules = defineOperation({
  ...ruling,
  id: "listChainRules",
  method: "get",
  path: "/chain-rules",
  summary: "List the chain rules in the order in which they are asked",
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(500),
      nextToken: z
        .string()
        .max(500)
        .transform((token, context) => {
          const key = RulePlace.safeParse(keyAfter(token));
          if (!key.success) context.addIssue({ code: "custom", message: "No list has given this out." });
          return key.data ?? z.NEVER;
        })
        .optional(),
    }),
  },
  responses: { 200: z.object({ rules: z.array(ChainRuleBody), nextToken: z.string().nullable() }) },
  errors: [],
});

/** Where a list went on: the priority and the id of its last rule. */
const RulePlace = z.tuple([z.int(), z.string()]);

export const getChainRule = defineOperation({
  ...ruling,
  id: "getChainRule",
  method: "get",
  path: "/chain-rules/{ruleId}",
  summary: "Get one chain rule",
  request: { params: named },
  responses: { 200: ChainRuleBody },
  errors: ["not_found"],
  versioned: true,
});

export const upsertChainRule = defineOperation({
  ...ruling,
  id: "upsertChainRule",
  method: "put",
  path: "/chain-rules/{ruleId}",
  gate: "growth_tools",
  summary: "Create a chain rule, or replace it",
  request: { params: named, body: ChainRuleChangeBody },
  responses: { 200: ChainRuleBody, 201: ChainRuleBody },
  errors: ["invalid_destination_url"],
  versioned: true,
});

export const deleteChainRule = defineOperation({
  ...ruling,
  id: "deleteChainRule",
  method: "delete",
  path: "/chain-rules/{ruleId}",
  summary: "Delete a chain rule",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});

const known = z.string().max(64).default("");

export const previewChain = defineOperation({
  ...ruling,
  id: "previewChain",
  method: "post",
  path: "/chain/preview",
  summary: "What an imagined session would be told, and which condition of every other rule does not hold",
  description:
    "Decided by the function that decides for visitors; nothing is kept, counted or assigned. Rules that are off, or of " +
    "another trigger, are not named.",
  request: {
    body: z
      .strictObject({
        trigger: SignalKey,
        signals: z.array(SignalBody).max(SIGNALS_MAX).default([]),
        segments: z.array(z.string().max(64)).max(50).default([]),
        country: known,
        device: known,
      })
      .openapi("PreviewChain"),
  },
  responses: {
    200: z
      .object({
        ...resolution,
        trace: z.array(
          z.object({
            ruleId: z.string(),
            failed: z.string().nullable().openapi({
              description: "The path within `when` of the first condition that does not hold.",
              example: "all.0",
            }),
          }),
        ),
      })
      .openapi("ChainPreview"),
  },
  errors: [],
});
