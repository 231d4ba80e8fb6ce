import { z } from "@hono/zod-openapi";
import { jsonObject } from "./json-object.ts";

export const VALUE_LENGTH_MAX = 256;
const METADATA_BYTES_MAX = 2048;

/** The name of a kind of signal, or of a moment at which rules are asked. */
export const SignalKey = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, "It must be 1 to 64 letters, digits, dots, hyphens and underscores.")
  .refine((key) => key !== "__proto__", "This is a name of JavaScript's own.");

export const SessionId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, "A sessionId is 8 to 64 letters, digits, hyphens and underscores.");

const fields = {
  signalKey: SignalKey.optional(),
  type: SignalKey.optional().describe("The same as `signalKey`; one of the two is needed."),
  signalValue: z.string().max(VALUE_LENGTH_MAX).optional(),
  confidence: z.number().min(0).max(1).default(1),
  source: z.string().max(100).optional(),
  metadata: jsonObject(METADATA_BYTES_MAX).optional(),
  occurredAt: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional()
    .describe("From 2000 to five minutes ahead; the moment at which it comes in when left out."),
};

/** One signal; `type` has become `signalKey`, and a time epoch milliseconds. */
export const SignalBody = z.strictObject(fields).transform(({ type, signalKey = type, ...rest }, context) => {
  const isDoubled = type !== undefined && type !== signalKey;
  if (signalKey === undefined || isDoubled) {
    const message = isDoubled ? "It must be what type is, or left out." : "It is needed.";
    context.addIssue({ code: "custom", path: ["signalKey"], message });
    return z.NEVER;
  }
  return { ...rest, signalKey };
});

const { $schema: _, ...documented } = z.toJSONSchema(z.strictObject(fields), { io: "input" });

/** Looked at one by one, so that a bad one spoils no other; documented as if they were looked at here. */
export const Signals = z
  .array(z.unknown().openapi("ChainSignal", documented as object))
  .min(1)
  .max(50);
