import { findTakenSlugs } from "#features/links/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { MutateDeps, Outcome } from "#platform/mutate.ts";
import { documentOf, PAGES_MAX, type Page, type PageAction, summaryOf } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";
import { countPages, savePage } from "./store.ts";
import { findLastVersion, insertVersion } from "./version-store.ts";

/** A page as it is after a write; `isNew` where there was none. */
export type WrittenPage = { readonly page: Page; readonly isNew: boolean };

type Change = {
  readonly slug: PageSlug;
  readonly before: Page | undefined;
  readonly document: PageDocument;
  readonly action: Exclude<PageAction, "delete" | "publish" | "unpublish">;
  /** Whether visitors see it from now on. */
  readonly publishes?: boolean;
  readonly rolledBackTo?: number;
};

/**
 * Makes `document` the newest version of a page, with all that follows: for any verb's own `mutate`. What changes nothing
 * leaves nothing behind. Throws 409 where a link has the slug, or the handle has a thousand pages.
 */
export async function writePage(
  tx: Tx,
  deps: Pick<MutateDeps, "plans">,
  actor: HandleActor,
  now: Date,
  { slug, before, document: given, action, publishes = false, rolledBackTo }: Change,
): Promise<Outcome<WrittenPage>> {
  const document = documentOf(given);
  const isSame = before !== undefined && JSON.stringify(documentOf(before)) === JSON.stringify(document);
  if (isSame && !(publishes && before.publishedVersion !== before.version)) {
    return { result: { page: before, isNew: false }, audit: null };
  }
  await requireSellable(tx, deps, actor, now, document);
  if (before === undefined) await requireRoom(tx, actor.handleId, slug);
  const version = (before?.version ?? (await findLastVersion(readerOf(tx), actor.handleId, slug))) + 1;
  const page: Page = {
    ...document,
    slug,
    version,
    publishedVersion: publishes ? version : (before?.publishedVersion ?? null),
    publishedAt: publishes ? now : (before?.publishedAt ?? null),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  await savePage(tx, actor.handleId, page, document, publishes ? listedAt(document, now) : undefined);
  await insertVersion(tx, actor, slug, { version, at: now, action, document });
  const told = summaryOf(page);
  const verb = before === undefined ? "created" : "updated";
  return {
    result: { page, isNew: before === undefined },
    audit: { action: `page.${action}`, target: slug, details: { ...told, rolledBackTo } },
    events: [
      { type: `page.${verb}`, payload: told },
      ...(publishes ? [{ type: "page.published", payload: told }] : []),
    ],
    ...(publishes && { routes: [{ slug, route: { page: { version } } }] }),
  };
}

/** Selling takes a plan of its own, where there are plans. What is published already goes on being sold. */
export async function requireSellable(
  tx: Tx,
  { plans }: Pick<MutateDeps, "plans">,
  actor: HandleActor,
  now: Date,
  { mode }: PageDocument,
): Promise<void> {
  if (mode === "PAID") await plans?.requireFeature(readerOf(tx), actor, "paid_pages", now);
}

/** Only what everybody may read, and its owner wants found, is listed. */
export const listedAt = ({ mode, seo }: PageDocument, now: Date): Date | null =>
  mode === "PUBLIC" && !seo.noindex ? now : null;

async function requireRoom(tx: Tx, handleId: string, slug: PageSlug): Promise<void> {
  const taken = await findTakenSlugs(readerOf(tx), handleId, [slug]);
  if (taken.has(slug)) throw new AppError("conflict", `A link of this handle has the slug "${slug}".`);
  if ((await countPages(readerOf(tx), handleId)) < PAGES_MAX) return;
  throw new AppError("conflict", `A handle has ${PAGES_MAX} pages at most.`);
}
