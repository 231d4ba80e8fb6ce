import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { linkChangeOf, type SentChange } from "./link-change-of.ts";
import { newLinkWithin, type SlugShape } from "./new-link-within.ts";
import { randomSlug } from "./random-slug.ts";
import type { Written } from "./write-link.ts";

export type CreateLink = SentChange & SlugShape;

/** A link under a slug that no link of this handle has or had. */
export async function createLink(
  deps: ControlDeps,
  actor: HandleActor,
  { slugPrefix, slugLength, ...sent }: CreateLink,
  makeSlug = randomSlug,
): Promise<Written> {
  const change = await linkChangeOf(deps, sent);
  const slug = { slugPrefix, slugLength };
  return mutate(deps, actor, contract.createLink, (tx, now) =>
    newLinkWithin(tx, deps, actor, now, { slug, change, makeSlug }),
  );
}
