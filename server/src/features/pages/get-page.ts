import type { HandleActor } from "#kernel/actor.ts";
import type { Reader } from "#platform/database/database.ts";
import { noSuchPage, type Page } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";
import { findPage } from "./store.ts";

/** Throws 404, the same for another handle's. */
export async function getPage(
  read: Reader,
  { handleId }: Pick<HandleActor, "handleId">,
  slug: PageSlug,
): Promise<Page> {
  const page = await findPage(read, handleId, slug);
  if (page === undefined) throw noSuchPage();
  return page;
}
