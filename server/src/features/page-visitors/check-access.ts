import { findNamedHandle } from "#features/handles/index.ts";
import { findPublishedPage, type PageSlug, type PublishedPage } from "#features/pages/index.ts";
import { AppError } from "#kernel/errors.ts";
import type { PageMode } from "#kernel/page-document.ts";
import type { Reader } from "#platform/database/database.ts";
import { hasPurchase } from "./grant-store.ts";
import type { PageVisitor } from "./visitor.ts";

/** Whether somebody may read a page, and why or why not. */
export type Access = {
  readonly allowed: boolean;
  readonly reason: "PUBLIC" | "SIGNED_IN" | "PURCHASED" | "LOGIN_REQUIRED" | "PAYMENT_REQUIRED";
};

/** A page as visitors see it, with its handle's present name. */
export type NamedPage = PublishedPage & { readonly handleId: string; readonly handle: string };

/** The page of this name that visitors see; throws 404 for any other, the same whatever is missing. */
export async function findNamedPage(
  read: Reader,
  handle: string,
  slug: PageSlug,
  now: Date,
): Promise<NamedPage> {
  const named = await findNamedHandle(read, handle, now);
  const page = named && (await findPublishedPage(read, named.handleId, slug));
  if (named === undefined || page === undefined) throw new AppError("not_found", "There is no such page.");
  return { ...page, ...named };
}

type Asked = { readonly handleId: string; readonly slug: string; readonly mode: PageMode };

/** As of now, uncached: what was refunded is away. */
export async function checkAccess(
  read: Reader,
  { handleId, slug, mode }: Asked,
  visitor: Pick<PageVisitor, "email"> | null,
): Promise<Access> {
  if (mode === "PUBLIC") return { allowed: true, reason: "PUBLIC" };
  if (mode === "FREE_WITH_LOGIN") {
    return visitor === null
      ? { allowed: false, reason: "LOGIN_REQUIRED" }
      : { allowed: true, reason: "SIGNED_IN" };
  }
  const { email } = visitor ?? {};
  const isBought = email !== undefined && (await hasPurchase(read, { handleId, slug, email }));
  return isBought ? { allowed: true, reason: "PURCHASED" } : { allowed: false, reason: "PAYMENT_REQUIRED" };
}
