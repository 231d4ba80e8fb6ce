import { z } from "@hono/zod-openapi";

/** The schema is the only door from text to PageSlug. Longer than a link's may be, because people read it in addresses. */
export const PageSlug = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    "A page's slug is 1 to 64 letters, digits, hyphens or underscores, a letter or digit first.",
  )
  .brand<"PageSlug">();
export type PageSlug = z.infer<typeof PageSlug>;
