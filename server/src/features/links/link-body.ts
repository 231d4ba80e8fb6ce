import { z } from "@hono/zod-openapi";
import { UTM_POLICIES } from "#kernel/route.ts";
import { DestinationUrl } from "#platform/routing/destination-url.ts";
import { NO_TRACKING, TRACKING_KEYS, type Tracking } from "./link.ts";
import { settingsFields } from "./link-settings-body.ts";
import { LINK_STATUSES } from "./link-status.ts";
import { SLUG_LENGTH_MAX, Slug } from "./slug.ts";

const LABELS_MAX = 50;
const INSTANT_MS_MAX = Date.UTC(10_000, 0) - 1;

export const Label = z.string().trim().min(1).max(50);

const Labels = z
  .array(Label)
  .max(LABELS_MAX)
  .nullable()
  .transform((labels) => [...new Set(labels)]);

const Utm = z.string().trim().min(1).max(200).nullable().default(null);

/** Replaced as a whole: a parameter that is not sent is cleared. */
const TrackingBody = z
  .strictObject(
    Object.fromEntries(TRACKING_KEYS.map((key) => [key, Utm])) as Record<keyof Tracking, typeof Utm>,
  )
  .nullable()
  .transform((tracking) => tracking ?? NO_TRACKING);

export const InstantBody = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() >= 0 && at.getTime() <= INSTANT_MS_MAX, "It must lie between 1970 and 9999.")
  .transform((at) => at.toISOString());

export const CampaignId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{2,63}$/, "A campaignId is 3 to 64 of a-z, 0-9, _ and -, the first no _ or -.");

const writable = {
  destinationUrl: DestinationUrl,
  title: z.string().max(200).nullable(),
  description: z.string().max(1000).nullable(),
  tags: Labels,
  categories: Labels,
  enabled: z.boolean(),
  redirectType: z.literal([302, 307]),
  forwardQuery: z.boolean(),
  tracking: TrackingBody,
  campaignId: CampaignId.nullable(),
  scheduledStartAt: InstantBody.nullable(),
  scheduledEndAt: InstantBody.nullable(),
  expiresAt: InstantBody.nullable(),
  expiredUrl: DestinationUrl.nullable(),
  maxClicks: z.int().min(1).max(1e12).nullable(),
  ...settingsFields,
};

/** Whoever leaves a field out leaves it as it is; `null` clears. */
export const LinkChangeBody = z.strictObject(writable).partial().openapi("LinkChange");

const slugShape = {
  slugLength: z
    .int()
    .min(4)
    .max(SLUG_LENGTH_MAX)
    .default(7)
    .openapi({ description: "Of the part that is generated." }),
  slugPrefix: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,20}$/, "A slugPrefix is up to 20 letters, digits, hyphens or underscores.")
    .default(""),
};
type SlugShape = { readonly slugPrefix: string; readonly slugLength: number };
const fits = ({ slugPrefix, slugLength }: SlugShape) => slugPrefix.length + slugLength <= SLUG_LENGTH_MAX;
const TOO_LONG = {
  path: ["slugPrefix"],
  error: `With what is generated after it the slug would be longer than ${SLUG_LENGTH_MAX}.`,
};

export const CreateLinkBody = z
  .strictObject(writable)
  .partial()
  .required({ destinationUrl: true })
  .extend(slugShape)
  .refine(fits, TOO_LONG)
  .openapi("CreateLink");

/** A link that is made together with what it is for, under a slug that is given or made; the campaign is whoever makes it. */
export const InlineLinkBody = z
  .strictObject(writable)
  .partial()
  .required({ destinationUrl: true })
  .omit({ campaignId: true })
  .extend({ slug: Slug.optional(), ...slugShape })
  .refine(fits, TOO_LONG)
  .openapi("InlineLink");

const instant = z.string().openapi({ format: "date-time" });
const uri = z.string().openapi({ format: "uri" });
const text = z.string().nullable();

/** Checked when it was written; here it only says what is shown. */
const shown = {
  destinationUrl: uri,
  title: text,
  description: text,
  tags: z.array(z.string()),
  categories: z.array(z.string()),
  enabled: z.boolean(),
  redirectType: z.literal([302, 307]),
  forwardQuery: z.boolean(),
  tracking: z.object(
    Object.fromEntries(TRACKING_KEYS.map((key) => [key, text])) as Record<keyof Tracking, typeof text>,
  ),
  campaignId: text,
  scheduledStartAt: instant.nullable(),
  scheduledEndAt: instant.nullable(),
  expiresAt: instant.nullable(),
  expiredUrl: uri.nullable(),
  maxClicks: z.int().nullable(),
  routingRules: z.array(
    z.object({
      id: z.string(),
      priority: z.int(),
      when: z.looseObject({}),
      variant: z.object({ id: z.string(), destinationUrl: uri }),
      enabled: z.boolean(),
    }),
  ),
  trackingTemplateKey: text,
  trackingPolicy: z.object({ mode: z.enum(["DIRECT", "BRIDGE"]), appendContextParam: z.boolean() }),
  passwordProtected: z.boolean(),
  social: z.object({ title: text, description: text, imageUrl: uri.nullable() }).nullable(),
  utmPolicy: z.enum(UTM_POLICIES),
  cacheSeconds: z.int().nullable(),
  pathTemplate: text,
  externalId: text,
  healthCheck: z.object({ everyHours: z.int() }).nullable(),
};

export const LinkBody = z
  .object({
    slug: Slug,
    ...shown,
    shortUrl: uri,
    qrUrl: uri,
    status: z.enum(LINK_STATUSES),
    clicks: z.int(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("Link");

export const LinkVersionBody = z
  .object({
    version: z.int(),
    at: instant,
    actor: z.string(),
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    /** `null` where the link was deleted. */
    snapshot: z.object(shown).nullable(),
  })
  .openapi("LinkVersion");

const RuleKind = z.enum(["rule", "personalization", "default"]);

export const RoutePreviewBody = z
  .object({
    /** `null` where the visitor would be sent nowhere. */
    destinationUrl: uri.nullable(),
    status: z.int(),
    matched: z.object({
      kind: RuleKind,
      ruleId: text,
      index: z.int().nullable(),
      variantId: text,
    }),
    trace: z.array(
      z.object({
        kind: RuleKind,
        ruleId: z.string(),
        index: z.int(),
        matched: z.boolean(),
        failed: text,
      }),
    ),
  })
  .openapi("RoutePreview");
