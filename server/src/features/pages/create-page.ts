import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changeDocument, type Page, type PageChange } from "./page.ts";
import { destinationsOf } from "./page-destinations.ts";
import type { PageSlug } from "./page-slug.ts";
import { findPage } from "./store.ts";
import { type WrittenPage, writePage } from "./write-page.ts";

/** A draft under a slug that is no link's and no other page's; throws 409 where it is. */
export async function createPage(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  change: PageChange,
): Promise<Page> {
  const document = changeDocument(undefined, change);
  const { page } = await mutate<WrittenPage>(deps, actor, contract.createPage, async (tx, now) => {
    const read = readerOf(tx);
    const taken = await findPage(read, actor.handleId, slug);
    if (taken !== undefined) throw new AppError("conflict", `A page of this handle has the slug "${slug}".`);
    await requireAllowedDestinations(read, deps, actor, null, destinationsOf(document.blocks));
    return writePage(tx, deps, actor, now, { slug, before: undefined, document, action: "create" });
  });
  return page;
}
