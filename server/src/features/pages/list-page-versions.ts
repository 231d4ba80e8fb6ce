import type { HandleActor } from "#kernel/actor.ts";
import { type Page as ListPage, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { noSuchPage } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";
import { listVersions, type PageVersion } from "./version-store.ts";

/** Newest first; throws 404 for a slug that was never a page's. */
export async function listPageVersions(
  { db }: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  { limit, nextToken }: { readonly limit: number; readonly nextToken?: number | undefined },
): Promise<ListPage<PageVersion>> {
  const rows = await listVersions(db.read, actor.handleId, slug, nextToken, limit + 1);
  if (rows.length === 0 && nextToken === undefined) throw noSuchPage();
  return toPage(rows, limit, ({ version }) => [version]);
}
