import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changeDocument, type PageChange } from "./page.ts";
import { destinationsOf } from "./page-destinations.ts";
import type { PageSlug } from "./page-slug.ts";
import { findPage } from "./store.ts";
import { type WrittenPage, writePage } from "./write-page.ts";

/** A new page, or another version of one; visitors go on seeing what was published. */
export function upsertPage(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  { slug: sent, ...change }: PageChange & { readonly slug?: PageSlug | undefined },
  ifMatch: number | undefined,
): Promise<WrittenPage> {
  if (sent !== undefined && sent !== slug) throw otherSlug();
  return mutate<WrittenPage>(deps, actor, contract.upsertPage, async (tx, now) => {
    const read = readerOf(tx);
    const before = await findPage(read, actor.handleId, slug);
    requireVersion("page", before, ifMatch);
    const document = changeDocument(before, change);
    if (change.blocks !== undefined) {
      await requireAllowedDestinations(read, deps, actor, null, destinationsOf(change.blocks));
    }
    return writePage(tx, deps, actor, now, { slug, before, document, action: before ? "update" : "create" });
  });
}

function otherSlug(): AppError {
  const message = "It is not the slug in the address; a page keeps its slug.";
  return new AppError("invalid_slug", message, { details: { details: [{ path: "slug", message }] } });
}
