import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchPage, type Page } from "./page.ts";
import { destinationsOf } from "./page-destinations.ts";
import type { PageSlug } from "./page-slug.ts";
import { findPage } from "./store.ts";
import { findVersion } from "./version-store.ts";
import { type WrittenPage, writePage } from "./write-page.ts";

/** A new version with an old one's content, also of a deleted page. Visitors see it once it is published. */
export async function rollbackPage(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  version: number,
  ifMatch: number | undefined,
): Promise<Page> {
  const { page } = await mutate<WrittenPage>(deps, actor, contract.rollbackPage, async (tx, now) => {
    const read = readerOf(tx);
    const target = await findVersion(read, actor.handleId, slug, version);
    if (target === undefined) throw noSuchPage();
    const before = await findPage(read, actor.handleId, slug);
    requireVersion("page", before, ifMatch);
    const { document } = target;
    if (document === null) {
      throw new AppError("conflict", `Version ${version} is a deletion: there is nothing to go back to.`);
    }
    // What was allowed then may not be now.
    await requireAllowedDestinations(read, deps, actor, null, destinationsOf(document.blocks));
    const change = { slug, before, document, rolledBackTo: version };
    return writePage(tx, deps, actor, now, { ...change, action: "rollback" });
  });
  return page;
}
