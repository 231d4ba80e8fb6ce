import type { PageSlug } from "#features/pages/index.ts";
import type { PageMode } from "#kernel/page-document.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Access, checkAccess, findNamedPage } from "./check-access.ts";
import type { PageVisitor } from "./visitor.ts";

/** Whether somebody may read a page, and what it would take. */
export type PageAccess = Access & {
  readonly mode: PageMode;
  readonly priceCents: number | null;
  readonly currency: string | null;
};

/** Throws 404 for a page that visitors do not see. */
export async function getPageAccess(
  { db, clock }: ControlDeps,
  handle: string,
  slug: PageSlug,
  visitor: PageVisitor | null,
): Promise<PageAccess> {
  const { handleId, document } = await findNamedPage(db.read, handle, slug, clock.now());
  const { mode, priceCents, currency } = document;
  return { ...(await checkAccess(db.read, { handleId, slug, mode }, visitor)), mode, priceCents, currency };
}
