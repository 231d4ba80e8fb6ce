import { z } from "@hono/zod-openapi";

const DECIMAL = /^(?:0|[1-9]\d{0,13})(?:\.\d{1,4})?$/;
const SINCE_MS = Date.UTC(2000, 0);
const METADATA_BYTES_MAX = 4096;

/** Text from here on, so that no cent is lost on the way. */
const Value = z.union([z.number(), z.string()]).transform((value, issues) => {
  const text = String(value);
  if (DECIMAL.test(text)) return text;
  issues.addIssue({
    code: "custom",
    message: "A decimal number from 0 to below 1e14, of at most 4 decimals.",
  });
  return z.NEVER;
});

const Currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, "A currency is the three letters of ISO 4217.")
  .transform((code) => code.toUpperCase());

const OccurredAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() >= SINCE_MS, "It must lie after 1999.");

/** Kept as its JSON: nobody here looks into it. */
const Metadata = z
  .record(z.string(), z.unknown())
  .transform((metadata) => JSON.stringify(metadata))
  .refine((json) => Buffer.byteLength(json) <= METADATA_BYTES_MAX, "At most 4 KB of JSON.");

/** What is said of a conversion, by whoever says it. A token that cannot be read is the reader's to refuse. */
export const ConversionBody = z
  .strictObject({
    ctx: z.string(),
    idempotencyKey: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, "A key is 1 to 255 visible ASCII characters, without spaces."),
    eventType: z
      .string()
      .regex(
        /^[A-Za-z0-9._-]{1,64}$/,
        "An event type is 1 to 64 letters, digits, dots, hyphens or underscores.",
      )
      .default("conversion"),
    value: Value.default("0"),
    currency: Currency.optional(),
    occurredAt: OccurredAt.optional(),
    metadata: Metadata.optional(),
  })
  .superRefine(({ value, currency }, issues) => {
    if (currency !== undefined || !isMoney(value)) return;
    issues.addIssue({ code: "custom", path: ["currency"], message: "A value above 0 needs its currency." });
  })
  .openapi("Conversion");
export type SentConversion = z.output<typeof ConversionBody>;

const isMoney = (value: string): boolean => /[1-9]/.test(value);
