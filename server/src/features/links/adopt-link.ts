import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import { changeFields } from "./link.ts";
import type { Slug } from "./slug.ts";
import { findLink } from "./store.ts";
import { type Written, writeLink } from "./write-link.ts";

/**
 * Puts a link that is there into a campaign, in a transaction that does more, and leaves the rest of it as it is.
 * `undefined` where there is no such link; 409 `conflict` where it belongs to another campaign.
 */
export async function adoptLink(
  tx: Tx,
  actor: HandleActor,
  now: Date,
  slug: Slug,
  campaignId: string,
): Promise<Outcome<Written> | undefined> {
  const before = await findLink(readerOf(tx), actor.handleId, slug);
  if (before === undefined) return undefined;
  const { campaignId: held, version: lastVersion } = before.link;
  if (held !== null && held !== campaignId) {
    throw new AppError("conflict", `The link ${slug} belongs to the campaign ${held}.`);
  }
  const fields = changeFields(before.link, { campaignId });
  return writeLink(tx, actor, now, { slug, before, lastVersion, fields, action: "link.update" });
}
