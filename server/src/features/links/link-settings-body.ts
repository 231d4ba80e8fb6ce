import { z } from "@hono/zod-openapi";
import { UTM_POLICIES } from "#kernel/route.ts";
import { DestinationUrl } from "#platform/routing/destination-url.ts";
import { RuleId, ruleFields } from "#platform/routing/rule-body.ts";
import { BLANK } from "./link.ts";

const RULES_MAX = 100;
const DAY_SECONDS = 86_400;

const PathTemplate = z
  .string()
  .max(200)
  .regex(
    /^\/[A-Za-z0-9_-]{1,64}(?:\/(?:[A-Za-z0-9._-]{1,64}|:[A-Za-z][A-Za-z0-9_]{0,31})){1,7}$/,
    "A pathTemplate is two to eight parts such as /p/:sku, the first of them without a place.",
  )
  .refine((template) => {
    const places = placesOf(template);
    return places.length > 0 && new Set(places).size === places.length;
  }, "A pathTemplate has at least one place such as :sku, and none twice.")
  .openapi({ example: "/p/:sku" });

const RoutingRuleBody = z.strictObject({ id: RuleId, ...ruleFields }).openapi("RoutingRule");

const TrackingPolicyBody = z
  .strictObject({
    mode: z.enum(["DIRECT", "BRIDGE"]).default("DIRECT"),
    appendContextParam: z.boolean().default(false),
  })
  .nullable()
  .transform((policy) => policy ?? BLANK.trackingPolicy)
  .openapi("TrackingPolicy");

const SocialBody = z
  .strictObject({
    title: z.string().trim().max(200).nullable().default(null),
    description: z.string().trim().max(500).nullable().default(null),
    imageUrl: DestinationUrl.nullable().default(null),
  })
  .openapi("Social");

/** The writable fields that only some links have. */
export const settingsFields = {
  routingRules: z
    .array(RoutingRuleBody)
    .max(RULES_MAX)
    .nullable()
    .transform((rules) => rules ?? []),
  trackingTemplateKey: z.string().max(64).nullable(),
  trackingPolicy: TrackingPolicyBody,
  password: z.string().min(1).max(200).nullable().openapi({
    writeOnly: true,
    description: "Visitors are asked for it. Only its hash is kept; null takes it away.",
  }),
  social: SocialBody.nullable(),
  utmPolicy: z
    .enum(UTM_POLICIES)
    .nullable()
    .transform((policy) => policy ?? BLANK.utmPolicy)
    .openapi({
      description:
        "Which utm_ parameter stays: the link's over the destination's own, the visitor's over both, or each only where there is none yet.",
    }),
  cacheSeconds: z.int().min(1).max(DAY_SECONDS).nullable(),
  pathTemplate: PathTemplate.nullable(),
  externalId: z.string().trim().min(1).max(255).nullable(),
  healthCheck: z
    .strictObject({ everyHours: z.int().min(1).max(720) })
    .nullable()
    .openapi({
      description:
        "Has the destination looked at so often; a change is the event link.unhealthy or link.recovered.",
    }),
};

function placesOf(template: string): string[] {
  return template
    .split("/")
    .filter((part) => part.startsWith(":"))
    .map((part) => part.slice(1));
}
