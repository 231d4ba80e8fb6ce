import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { findLastVersion } from "./history-store.ts";
import { changeFields } from "./link.ts";
import { linkChangeOf, type SentChange } from "./link-change-of.ts";
import { destinationsOf } from "./link-destinations.ts";
import { randomSlug } from "./random-slug.ts";
import { isReserved, type Slug } from "./slug.ts";
import { type Written, writeLink } from "./write-link.ts";

export type CreateLink = SentChange & { readonly slugPrefix: string; readonly slugLength: number };

const TRIES_MAX = 10;

/** A link under a slug that no link of this handle has or had. */
export async function createLink(
  deps: ControlDeps,
  actor: HandleActor,
  { slugPrefix, slugLength, ...sent }: CreateLink,
  makeSlug = randomSlug,
): Promise<Written> {
  const change = await linkChangeOf(deps, sent);
  return mutate(deps, actor, contract.createLink, async (tx, now) => {
    const slug = await findFreeSlug(tx, actor.handleId, () => makeSlug(slugPrefix, slugLength));
    const fields = changeFields(undefined, change);
    await requireAllowedDestinations(readerOf(tx), deps, actor, slug, destinationsOf(change));
    return writeLink(tx, actor, now, {
      slug,
      before: undefined,
      lastVersion: 0,
      fields,
      action: "link.create",
    });
  });
}

/** In the transaction that takes it, so that nobody else takes it meanwhile. */
async function findFreeSlug(tx: Tx, handleId: string, makeSlug: () => Slug): Promise<Slug> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const slug = makeSlug();
    if (!isReserved(slug) && (await findLastVersion(readerOf(tx), handleId, slug)) === 0) return slug;
  }
  throw new AppError("conflict", `${TRIES_MAX} slugs of this length were all taken; ask for a longer one.`);
}
