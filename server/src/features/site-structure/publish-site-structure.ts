import { changeDocument, findPage, writePage } from "#features/pages/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { consequencesOf } from "#platform/consequences-of.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { getSiteStructure } from "./get-site-structure.ts";
import { requireDestinations } from "./require-destinations.ts";
import { savePublication } from "./store.ts";
import type { CurrentStructure } from "./structure.ts";

/** From the answer on visitors see the newest version: page and publication come together or not at all. */
export function publishSiteStructure(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  ifMatch: number | undefined,
): Promise<CurrentStructure> {
  return mutate<CurrentStructure>(deps, actor, contract.publishSiteStructure, async (tx, now) => {
    const read = readerOf(tx);
    const current = await getSiteStructure(read, actor, campaignId);
    requireVersion("structure", current, ifMatch);
    const { structure, version } = current;
    const { detailsPageSlug: pageSlug, accessMode: mode, schema } = structure;
    await requireDestinations(read, deps, actor, structure);
    const before = await findPage(read, actor.handleId, pageSlug);
    if (before !== undefined && before.campaignId !== campaignId) throw notOurs(pageSlug);
    // From nothing, so that the page has what the structure says, and nothing of before.
    const document = changeDocument(undefined, { ...schema, mode, campaignId });
    const action = before === undefined ? "create" : "update";
    const page = await writePage(tx, deps, actor, now, {
      slug: pageSlug,
      before,
      document,
      action,
      publishes: true,
    });
    const isSame = page.audit === null && current.publication?.version === version;
    if (isSame) return { result: current, audit: null };
    const publication = { version, pageSlug, publishedAt: now };
    await savePublication(tx, actor.handleId, campaignId, publication);
    const audit = { action: "site_structure.publish", target: campaignId, details: { version, pageSlug } };
    return { result: { ...current, publication }, ...consequencesOf([{ result: undefined, audit }, page]) };
  });
}

const notOurs = (slug: string) =>
  new AppError(
    "conflict",
    `The page ${slug} is not this campaign's: give it the campaign's id, or take another slug.`,
  );
