import { z } from "@hono/zod-openapi";
import { BlockUrl, PageThemeBody } from "#features/pages/index.ts";

const Slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$|^[A-Za-z0-9_-]{4,24}$/, "This is no slug.");
const label = z.string().trim().min(1).max(120);

/** What is left out is emptied: a link page is written as a whole. */
export const LinkPageChange = z
  .strictObject({
    links: z
      .array(z.strictObject({ slug: Slug, label: label.nullable().default(null) }))
      .max(100)
      .default([])
      .openapi({
        description: "Links and pages of the handle, in this order. One that is not live is left out.",
      }),
    socials: z
      .array(z.strictObject({ label: z.string().trim().min(1).max(40), url: BlockUrl }))
      .max(20)
      .default([]),
    theme: PageThemeBody.optional(),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, "A language is a tag such as en, de-AT or ar.")
      .default("en"),
  })
  .openapi("LinkPageChange");

export const LinkPageBody = z
  .object({
    links: z.array(z.object({ slug: z.string(), label: z.string().nullable() })),
    socials: z.array(z.object({ label: z.string(), url: z.string() })),
    theme: z.object({ mode: z.string(), accent: z.string(), font: z.string(), css: z.string().nullable() }),
    language: z.string(),
    url: z.string().openapi({ format: "uri" }),
    version: z.int(),
  })
  .openapi("LinkPage");
