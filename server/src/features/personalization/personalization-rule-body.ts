import { z } from "@hono/zod-openapi";
import { RuleId, ruleFields } from "#platform/routing/rule-body.ts";

const SLUGS_MAX = 100;
const Slug = z
  .string()
  .regex(/^[A-Za-z0-9_-]{4,24}$/, "A slug is 4 to 24 letters, digits, hyphens or underscores.");

/** The whole rule: what is not sent is what a new rule has. */
export const PersonalizationRuleChange = z
  .strictObject({
    ...ruleFields,
    slugs: z
      .array(Slug)
      .min(1)
      .max(SLUGS_MAX)
      .nullable()
      .default(null)
      .transform((slugs) => slugs && [...new Set(slugs)].sort())
      .openapi({ description: "The links it holds for; `null` for all of the handle's." }),
  })
  .openapi("PersonalizationRuleChange");
export type RuleFields = z.output<typeof PersonalizationRuleChange>;

const instant = z.string().openapi({ format: "date-time" });

export const PersonalizationRuleBody = z
  .object({
    ruleId: RuleId,
    ...ruleFields,
    slugs: z.array(z.string()).nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("PersonalizationRule");
