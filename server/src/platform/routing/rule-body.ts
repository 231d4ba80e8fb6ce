import { z } from "@hono/zod-openapi";
import { WEEKDAYS } from "#kernel/routing-rule.ts";
import { timeZoneNamed } from "#kernel/time-zone.ts";
import { DEVICES } from "#kernel/visit-event.ts";
import { DestinationUrl } from "./destination-url.ts";

const VALUES_MAX = 250;
const text = z.string().trim().min(1).max(200);
const listOf = <S extends z.ZodType>(value: S) => z.array(value).min(1).max(VALUES_MAX);
const texts = listOf(text).optional();
const upper = (length: RegExp, message: string) => z.string().regex(length, message);

const TimeZone = z
  .string()
  .max(64)
  .refine((name) => timeZoneNamed(name) !== undefined, "It is no time zone such as Europe/Berlin.")
  .openapi({ example: "Europe/Berlin" });
const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "It must be a time such as 09:30.")
  .openapi({ example: "09:30" });

/** What a rule may ask of a visit: at least nothing, which every visit meets. */
export const ConditionsBody = z
  .strictObject({
    countryIn: listOf(upper(/^[A-Za-z]{2}$/, "It must be a country's two letters, ISO 3166-1.")).optional(),
    deviceIn: listOf(
      z.preprocess(
        (value) => (typeof value === "string" ? value.toUpperCase() : value),
        z.enum(DEVICES).exclude([""]),
      ),
    ).optional(),
    sourceIn: texts,
    campaignIn: texts,
    segmentIn: texts,
    languageIn: listOf(upper(/^[A-Za-z]{2}$/, "It must be a language's two letters, ISO 639-1.")).optional(),
    osIn: texts,
    browserIn: texts,
    referrerHostIn: listOf(
      upper(/^[A-Za-z0-9._-]{1,253}$/, "It must be a host, without scheme or path."),
    ).optional(),
    timeWindow: z
      .strictObject({
        tz: TimeZone,
        days: z.array(z.enum(WEEKDAYS)).min(1).max(7).optional(),
        from: TimeOfDay.optional(),
        to: TimeOfDay.optional(),
      })
      .optional(),
    percent: z.number().min(0.01).max(100).optional().openapi({
      description:
        "A share of the visitors, the same ones each time. Rules whose other conditions are the same divide one draw.",
    }),
  })
  .openapi("Conditions");

export const RuleId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    "An id is 1 to 64 letters, digits, - and _, the first no - or _.",
  );

const VariantBody = z.strictObject({ id: RuleId, destinationUrl: DestinationUrl }).openapi("Variant");

/** A rule without its id. */
export const ruleFields = {
  priority: z.int().min(0).max(100_000).default(100),
  when: ConditionsBody,
  variant: VariantBody,
  enabled: z.boolean().default(true),
};
