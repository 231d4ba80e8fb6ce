import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getPage } from "./get-page.ts";
import { changeDocument, documentOf, type PageChange } from "./page.ts";
import { destinationsOf } from "./page-destinations.ts";
import type { PageSlug } from "./page-slug.ts";
import { type Preview, previewOf } from "./preview-page.ts";

/**
 * An address that shows what a page would be with a change that is not saved. Nothing of the page is written: the draft is a
 * blob that nobody claims, so it goes by itself within a day.
 */
export async function previewDraft(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  change: PageChange,
): Promise<Preview> {
  await deps.limits.count("pageDraft", actor.handleId);
  const page = await getPage(deps.db.read, actor, slug);
  if (change.blocks !== undefined) {
    await requireAllowedDestinations(deps.db.read, deps, actor, null, destinationsOf(change.blocks));
  }
  const draft = Buffer.from(JSON.stringify(changeDocument(documentOf(page), change)));
  const { sha256 } = await keepBlob(deps, inOnePiece(draft), { maxBytes: draft.length });
  return previewOf(deps, actor, slug, sha256);
}

async function* inOnePiece(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
