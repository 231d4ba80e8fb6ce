import { z } from "@hono/zod-openapi";
import { DestinationUrl } from "#platform/routing/destination-url.ts";
import { ConditionsBody, RuleId } from "#platform/routing/rule-body.ts";
import { OF_THE_VISIT, SEGMENT_NAME } from "#platform/visits/assign-segments.ts";
import { CHAIN_ACTIONS } from "./chain-rule.ts";
import { isWithin, jsonObject } from "./json-object.ts";
import { SIGNALS_MAX } from "./signal.ts";
import { SignalKey, VALUE_LENGTH_MAX } from "./signal-body.ts";

const CONDITIONS_MAX = 10;
const VALUES_MAX = 100;
const PAYLOAD_BYTES_MAX = 4096;
const YEAR_SECONDS = 366 * 86_400;

const SignalConditionBody = z.strictObject({
  signalKey: SignalKey,
  valueIn: z.array(z.string().max(VALUE_LENGTH_MAX)).min(1).max(VALUES_MAX).optional(),
  minConfidence: z.number().min(0).max(1).optional(),
  minCount: z.int().min(1).max(SIGNALS_MAX).default(1),
  withinSeconds: z.int().min(1).max(YEAR_SECONDS).optional(),
});

const { segmentIn, countryIn, deviceIn } = ConditionsBody.shape;

const isShort = (payload: object) => isWithin(payload, PAYLOAD_BYTES_MAX);
const TOO_LONG = `It must be no longer than ${PAYLOAD_BYTES_MAX} bytes of JSON.`;

const Segment = z
  .string()
  .regex(SEGMENT_NAME, "A segment is 1 to 64 of a-z, 0-9, _ and -, the first no _ or -.")
  .refine((name) => !OF_THE_VISIT.some((own) => own === name), "It is built in, and assigned to nobody.");

const DecisionBody = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("segment"),
    payload: z.looseObject({ segments: z.array(Segment).min(1).max(50) }).refine(isShort, TOO_LONG),
  }),
  z.strictObject({
    action: z.literal("redirect"),
    payload: z.looseObject({ destinationUrl: DestinationUrl }).refine(isShort, TOO_LONG),
  }),
  z.strictObject({
    action: z.enum(CHAIN_ACTIONS).exclude(["segment", "redirect"]),
    payload: jsonObject(PAYLOAD_BYTES_MAX).default({}),
  }),
]);

/** Replaces a rule as a whole: what is left out has its default. */
export const ChainRuleChangeBody = z
  .strictObject({
    enabled: z.boolean().default(true),
    priority: z.int().min(0).max(100_000).default(100),
    trigger: SignalKey,
    when: z
      .strictObject({
        all: z.array(SignalConditionBody).max(CONDITIONS_MAX).default([]),
        segmentIn,
        countryIn,
        deviceIn,
      })
      .default({ all: [] }),
    decision: DecisionBody,
  })
  .openapi("ChainRuleChange");

/** As answers show it. */
export const DecisionShown = z
  .object({ action: z.enum(CHAIN_ACTIONS), payload: z.record(z.string(), z.unknown()) })
  .openapi("ChainDecision");

const texts = z.array(z.string()).optional();

export const ChainRuleBody = z
  .object({
    ruleId: RuleId,
    enabled: z.boolean(),
    priority: z.int(),
    trigger: z.string(),
    when: z.object({
      all: z.array(
        z.object({
          signalKey: z.string(),
          valueIn: texts,
          minConfidence: z.number().optional(),
          minCount: z.int(),
          withinSeconds: z.int().optional(),
        }),
      ),
      segmentIn: texts,
      countryIn: texts,
      deviceIn: texts,
    }),
    decision: DecisionShown,
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("ChainRule");
