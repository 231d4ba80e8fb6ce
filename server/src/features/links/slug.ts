import { z } from "@hono/zod-openapi";
import { AppError } from "#kernel/errors.ts";

/** The schema is the only door from text to Slug: who holds one need not check it again. */
export const Slug = z
  .string()
  .regex(/^[A-Za-z0-9_-]{4,24}$/, "A slug is 4 to 24 letters, digits, hyphens or underscores.")
  .brand<"Slug">();
export type Slug = z.infer<typeof Slug>;

export const SLUG_LENGTH_MAX = 24;

/** Words that the API itself uses, or will use, in a slug's place. */
const RESERVED: ReadonlySet<string> = new Set(["orphans", "batch", "export", "bulk-import", "health-check"]);

export const isReserved = (slug: Slug): boolean => RESERVED.has(slug);

/** Throws for a slug under which no link may begin. */
export function requireCreatable(slug: Slug): void {
  if (!isReserved(slug)) return;
  const message = `"${slug}" is a word of the API itself; take another slug.`;
  throw new AppError("invalid_slug", message, { details: { details: [{ path: "slug", message }] } });
}
