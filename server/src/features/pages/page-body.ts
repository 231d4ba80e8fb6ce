import { z } from "@hono/zod-openapi";
import { PAGE_FONTS, PAGE_MODES, PLAIN_SEO, PLAIN_THEME } from "#kernel/page-document.ts";
import { BlockBody, Currency, PriceCents } from "./block-body.ts";
import { ImageUrl } from "./block-url.ts";
import { PageSlug } from "./page-slug.ts";
import { parseSafeCss } from "./parse-safe-css.ts";

const BLOCKS_MAX = 100;

const SafeCss = z.string().transform((text, context) => {
  const safe = parseSafeCss(text);
  if ("css" in safe) return safe.css;
  context.addIssue({ code: "custom", message: safe.fault });
  return z.NEVER;
});

/** How a page looks; what is left out is plain. */
export const PageThemeBody = z
  .strictObject({
    mode: z.enum(["light", "dark", "auto"]).default(PLAIN_THEME.mode),
    accent: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, "A colour is # and six hexadecimal digits.")
      .transform((text) => text.toLowerCase())
      .default(PLAIN_THEME.accent),
    font: z.enum(PAGE_FONTS).default(PLAIN_THEME.font),
    css: SafeCss.nullable()
      .default(null)
      .openapi({ type: "string", description: "A safe part of CSS; what is not in it is refused by name." }),
  })
  .nullable()
  .transform((theme) => theme ?? PLAIN_THEME);

const words = (max: number) => z.string().trim().min(1).max(max).nullable().default(null);

const Seo = z
  .strictObject({
    title: words(120),
    description: words(300),
    imageUrl: ImageUrl.nullable().default(null),
    noindex: z.boolean().default(false),
  })
  .nullable()
  .transform((seo) => seo ?? PLAIN_SEO);

/** The tag of a language, as BCP 47 has them. */
const Language = z
  .string()
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, "A language is a tag such as en, de-AT or ar.");

const writable = {
  title: z.string().trim().min(1).max(200),
  mode: z.enum(PAGE_MODES),
  priceCents: PriceCents.nullable(),
  currency: Currency.nullable(),
  language: Language,
  direction: z.enum(["auto", "ltr", "rtl"]),
  blocks: z.array(BlockBody).max(BLOCKS_MAX),
  theme: PageThemeBody,
  seo: Seo,
  campaignId: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{2,63}$/, "A campaignId is 3 to 64 of a-z, 0-9, _ and -, the first no _ or -.")
    .nullable(),
};

/** What is left out stays as it is; themes and search engines' words are replaced as a whole. */
export const PageChangeBody = z
  .strictObject({
    slug: PageSlug.openapi({ description: "The same as in the address, where it is sent at all." }),
    ...writable,
  })
  .partial()
  .openapi("PageChange");

export const CreatePageBody = z
  .strictObject(writable)
  .partial()
  .required({ title: true })
  .extend({ slug: PageSlug })
  .openapi("CreatePage");

/** All of a page but where it stands and who may read it. */
export const PageContentBody = z
  .strictObject(writable)
  .partial()
  .required({ title: true })
  .omit({ mode: true, campaignId: true });

const instant = z.string().openapi({ format: "date-time" });
const text = z.string().nullable();

/** Checked when it was written; here it only says what is shown. */
const shown = {
  title: z.string(),
  mode: z.enum(PAGE_MODES),
  priceCents: z.int().nullable(),
  currency: text,
  language: z.string(),
  direction: z.enum(["auto", "ltr", "rtl"]),
  blocks: z.array(z.looseObject({ type: z.string() })),
  theme: z.object({ mode: z.string(), accent: z.string(), font: z.string(), css: text }),
  seo: z.object({ title: text, description: text, imageUrl: text, noindex: z.boolean() }),
  campaignId: text,
};

export const PageBody = z
  .object({
    slug: z.string(),
    ...shown,
    status: z.enum(["DRAFT", "PUBLISHED"]),
    url: z.string().openapi({ format: "uri" }),
    version: z.int(),
    publishedVersion: z
      .int()
      .nullable()
      .openapi({ description: "The version that visitors see; older than `version` where changes wait." }),
    publishedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("Page");

export const PageVersionBody = z
  .object({
    version: z.int(),
    at: instant,
    actor: z.string(),
    action: z.string(),
    document: z.object(shown).nullable().openapi({ description: "Null where the page was deleted." }),
  })
  .openapi("PageVersion");
