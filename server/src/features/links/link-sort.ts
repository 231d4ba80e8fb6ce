import { AppError } from "#kernel/errors.ts";
import type { PageKey } from "#kernel/page.ts";
import type { Link } from "./link.ts";
import { Slug } from "./slug.ts";

/** Every order has an index, and the slug as its last word where two are equal. */
export const LINK_SORTS = ["slug", "createdAt", "-createdAt", "updatedAt", "-updatedAt"] as const;
export type LinkSort = (typeof LINK_SORTS)[number];

/** Where a page begins: after this link. `at` is epoch milliseconds, absent in the order of slugs. */
export type LinkCursor = { readonly slug: Slug; readonly at: number };

/** Names its order, so that a page cannot be asked for in another. */
export function keyOf(sort: LinkSort, link: Link): PageKey {
  if (sort === "slug") return [sort, link.slug];
  return [sort, link.slug, Date.parse(sort.endsWith("createdAt") ? link.createdAt : link.updatedAt)];
}

/** The cursor that `keyOf` made; throws for a key of another order, or that nobody made. */
export function cursorOf(sort: LinkSort, [of, text, at = 0, ...rest]: PageKey): LinkCursor {
  const slug = Slug.safeParse(text);
  if (of === sort && slug.success && Number.isSafeInteger(at) && rest.length === 0) {
    return { slug: slug.data, at: Number(at) };
  }
  const message = "It belongs to another list, or to another order of this one.";
  throw new AppError("invalid_payload", `nextToken: ${message}`, {
    details: { details: [{ path: "nextToken", message }] },
  });
}
