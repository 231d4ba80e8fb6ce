import { z } from "@hono/zod-openapi";
import { type Block, FORM_FIELD_KINDS } from "#kernel/page-document.ts";
import { BlockUrl, ImageUrl } from "./block-url.ts";

const line = (max: number) => z.string().trim().min(1).max(max);
const emptyIsNone = (text: string | null) => (text === "" ? null : text);
const maybe = (max: number) => z.string().trim().max(max).nullable().default(null).transform(emptyIsNone);
const alt = z.string().trim().max(300).default("");
const label = line(80);
const Pixels = z.int().min(1).max(10_000);
const Button = z.strictObject({ label, url: BlockUrl }).nullable().default(null);

/** ISO 4217, of which the payment provider decides whether it can be charged. */
export const Currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, "A currency is three letters, such as EUR.")
  .transform((text) => text.toUpperCase());

export const PriceCents = z.int().min(1).max(99_999_999);

const Hero = z.strictObject({
  type: z.literal("hero"),
  heading: line(200),
  subheading: maybe(500),
  imageUrl: ImageUrl.nullable().default(null),
  imageAlt: alt,
  button: Button,
});

const Text = z.strictObject({ type: z.literal("text"), markdown: z.string().min(1).max(50_000) });

const Image = z.strictObject({
  type: z.literal("image"),
  url: ImageUrl,
  alt: z.string().trim().max(300).openapi({ description: "Empty for a picture that says nothing." }),
  caption: maybe(500),
  linkUrl: BlockUrl.nullable().default(null),
  width: Pixels.nullable().default(null),
  height: Pixels.nullable().default(null),
});

const ButtonBlock = z.strictObject({
  type: z.literal("button"),
  label,
  url: BlockUrl,
  style: z.enum(["primary", "secondary"]).default("primary"),
});

const Links = z.strictObject({
  type: z.literal("links"),
  heading: maybe(200),
  items: z
    .array(z.strictObject({ label: line(120), url: BlockUrl, description: maybe(300) }))
    .min(1)
    .max(100),
});

const Video = z.strictObject({
  type: z.literal("video"),
  url: BlockUrl.openapi({ description: "YouTube and Vimeo are embedded; any other is a link." }),
  title: line(200),
});

/** What a form says beside what people fill in. */
const OWN_INPUTS = new Set([
  ...["form", "fields", "pageSlug", "campaignId", "ctx", "idempotencyKey", "redirectTo", "elapsedMs"],
]);

const Field = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][A-Za-z0-9_]{0,39}$/, "A small letter first, then letters, digits and _.")
      .refine((name) => !OWN_INPUTS.has(name), "A form has an input of its own of this name."),
    label,
    kind: z.enum(FORM_FIELD_KINDS).default("text"),
    required: z.boolean().default(false),
    options: z.array(line(120)).max(50).default([]),
  })
  .refine(({ kind, options }) => (kind === "select") === options.length > 0, {
    path: ["options"],
    error: "A select has options, and nothing else has.",
  });

const Form = z.strictObject({
  type: z.literal("form"),
  heading: maybe(200),
  description: maybe(1000),
  fields: z
    .array(Field)
    .min(1)
    .max(20)
    .refine(
      (fields) => new Set(fields.map(({ name }) => name)).size === fields.length,
      "A name is there twice.",
    ),
  submitLabel: label.default("Send"),
  successMessage: line(500).default("Thank you."),
});

const Product = z.strictObject({
  type: z.literal("product"),
  name: line(200),
  description: maybe(2000),
  imageUrl: ImageUrl.nullable().default(null),
  imageAlt: alt,
  priceCents: PriceCents,
  currency: Currency,
  button: Button,
});

const Countdown = z.strictObject({
  type: z.literal("countdown"),
  endsAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
  label: line(200),
  endedText: line(200).default("This is over."),
});

const Faq = z.strictObject({
  type: z.literal("faq"),
  heading: maybe(200),
  items: z
    .array(z.strictObject({ question: line(300), answer: z.string().min(1).max(10_000) }))
    .min(1)
    .max(100),
});

const Divider = z.strictObject({ type: z.literal("divider") });

const HtmlBlock = z.strictObject({
  type: z.literal("html"),
  html: z.string().min(1).max(100_000),
  title: line(200),
  height: z.int().min(20).max(5000).default(400),
});

/** Every kind of block, each with a schema of its own that refuses what it does not know. */
export const BlockBody = z
  .discriminatedUnion("type", [
    ...([Hero, Text, Image, ButtonBlock, Links, Video] as const),
    ...([Form, Product, Countdown, Faq, Divider, HtmlBlock] as const),
  ])
  .openapi("PageBlock") satisfies z.ZodType<Block>;
