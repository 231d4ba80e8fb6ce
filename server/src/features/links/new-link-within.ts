import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Outcome } from "#platform/mutate.ts";
import { findLastVersion } from "./history-store.ts";
import { changeFields, type LinkChange } from "./link.ts";
import { destinationsOf } from "./link-destinations.ts";
import { randomSlug } from "./random-slug.ts";
import { isReserved, requireCreatable, type Slug } from "./slug.ts";
import { findLink } from "./store.ts";
import { type Written, writeLink } from "./write-link.ts";

/** How a slug is made where none is given. */
export type SlugShape = { readonly slugPrefix: string; readonly slugLength: number };

export type NewLink = {
  /** The slug that is wanted, else one is made. */
  readonly slug: Slug | SlugShape;
  /** With a hash in place of the password. */
  readonly change: LinkChange;
  readonly makeSlug?: typeof randomSlug;
};

const TRIES_MAX = 10;

/** Creates a link in a transaction that does more; 409 `conflict` where there is one of this slug. */
export async function newLinkWithin(
  tx: Tx,
  deps: ControlDeps,
  actor: HandleActor,
  now: Date,
  { slug: wanted, change, makeSlug = randomSlug }: NewLink,
): Promise<Outcome<Written>> {
  const slug =
    typeof wanted === "string"
      ? await requireFree(tx, actor.handleId, wanted)
      : await findFreeSlug(tx, actor.handleId, () => makeSlug(wanted.slugPrefix, wanted.slugLength));
  const fields = changeFields(undefined, change);
  await requireAllowedDestinations(readerOf(tx), deps, actor, slug, destinationsOf(change));
  const lastVersion = await findLastVersion(readerOf(tx), actor.handleId, slug);
  return writeLink(tx, actor, now, { slug, before: undefined, lastVersion, fields, action: "link.create" });
}

async function requireFree(tx: Tx, handleId: string, slug: Slug): Promise<Slug> {
  requireCreatable(slug);
  if ((await findLink(readerOf(tx), handleId, slug)) === undefined) return slug;
  throw new AppError("conflict", `There is a link ${slug} already.`);
}

/** In the transaction that takes it, so that nobody else takes it meanwhile. */
async function findFreeSlug(tx: Tx, handleId: string, makeSlug: () => Slug): Promise<Slug> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const slug = makeSlug();
    if (!isReserved(slug) && (await findLastVersion(readerOf(tx), handleId, slug)) === 0) return slug;
  }
  throw new AppError("conflict", `${TRIES_MAX} slugs of this length were all taken; ask for a longer one.`);
}
