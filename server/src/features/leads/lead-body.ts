import { z } from "@hono/zod-openapi";
import { CampaignId } from "#features/links/index.ts";
import { Email } from "#features/users/index.ts";

const FIELDS_MAX = 50;

/** Line breaks are one kind; what a store would not keep was refused before. */
const Text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll("\r\n", "\n").trim());

const Fields = z
  .record(z.string().min(1).max(64), z.string().max(5_000))
  .refine(
    (fields) => Object.keys(fields).length <= FIELDS_MAX,
    `A lead has at most ${FIELDS_MAX} fields of its own.`,
  );

/** What anyone may send. A form has the same names for its inputs; all others become `fields`. */
export const LeadBody = z
  .strictObject({
    email: Email.optional(),
    name: Text(200).optional(),
    phone: Text(50).optional(),
    message: Text(10_000).optional(),
    fields: Fields.default({}),
    form: z
      .string()
      .regex(
        /^[A-Za-z0-9._-]{1,64}$/,
        "A form is named by 1 to 64 letters, digits, dots, hyphens or underscores.",
      )
      .default("")
      .openapi({ description: "Which form it is, where there are several." }),
    pageSlug: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, "A slug is letters, digits, hyphens or underscores.")
      .optional()
      .openapi({ description: "The page or link that the form belongs to; of a context token its link." }),
    campaignId: CampaignId.optional(),
    ctx: z.string().max(4096).optional().openapi({
      description: "The click that led here. One that is not valid any more costs the lead nothing but that.",
    }),
    idempotencyKey: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, "A key is 1 to 255 visible ASCII characters, without spaces.")
      .optional()
      .openapi({
        description: "Made by the form: a lead that is sent again under its key is one lead, for ever.",
      }),
    redirectTo: z.string().max(2048).optional().openapi({
      description: "Where a form without a script leads on to: a page of the handle or of a context origin.",
    }),
    elapsedMs: z.coerce.number().min(0).optional().openapi({ description: "How long the form was open." }),
    hp_website: z.string().max(5_000).optional().openapi({
      description: "Stays empty: a field that people do not see. Whoever fills it in is kept, as spam.",
    }),
  })
  .refine(
    ({ email, name, phone, message, fields }) =>
      [email, name, phone, message].some((text) => text !== undefined && text !== "") ||
      Object.keys(fields).length > 0,
    {
      path: ["email"],
      error: "A lead says something: an e-mail address, a name, a phone, a message or a field.",
    },
  )
  .openapi("SendLead");
export type SentLead = z.output<typeof LeadBody>;

const instant = z.string().openapi({ format: "date-time" });
const maybe = z.string().nullable();

export const LeadView = z
  .object({
    leadId: z.string(),
    email: maybe,
    name: maybe,
    phone: maybe,
    message: maybe,
    fields: z.record(z.string(), z.string()),
    form: z.string(),
    slug: z.string(),
    campaignId: maybe,
    clickId: maybe,
    sessionId: maybe,
    variantId: maybe,
    country: z.string(),
    origin: maybe,
    spam: z.object({ isSpam: z.boolean(), score: z.int().min(0).max(100), reasons: z.array(z.string()) }),
    attachments: z.array(
      z.object({
        attachment: z.int(),
        fileName: z.string(),
        contentType: z.string(),
        sizeBytes: z.int(),
      }),
    ),
    version: z.int(),
    receivedAt: instant,
  })
  .openapi("Lead");
