import { adoptLink, newLinkWithin } from "#features/links/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { consequencesOf } from "#platform/consequences-of.ts";
import type { Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Outcome } from "#platform/mutate.ts";
import { type Campaign, invalidCampaign } from "./campaign.ts";
import type { ReadyChange } from "./ready-change.ts";

type Wanted = {
  readonly campaignId: string;
  readonly before: Campaign | undefined;
  readonly change: ReadyChange;
  readonly trackingTemplateKey: string | null;
};

/** The slug of the primary link: made, or put into the campaign, where the change says so. Throws for a campaign without. */
export async function primarySlugOf(
  tx: Tx,
  deps: ControlDeps,
  actor: HandleActor,
  now: Date,
  wanted: Wanted,
): Promise<Outcome<string>> {
  const { campaignId, before, change } = wanted;
  if (change.newLink !== undefined) {
    const link = presetLink(wanted, change.newLink);
    const written = await newLinkWithin(tx, deps, actor, now, link).catch(refuseLink);
    return { ...consequencesOf([written]), result: written.result.link.slug };
  }
  if (change.primarySlug === undefined) {
    if (before !== undefined) return { result: before.primarySlug, audit: null };
    throw invalidCampaign(
      "primarySlug",
      "A new campaign needs its primarySlug, or a primaryLink to be made.",
    );
  }
  const adopted = await adoptLink(tx, actor, now, change.primarySlug, campaignId);
  if (adopted === undefined) {
    throw invalidCampaign(
      "primarySlug",
      "There is no link of this slug; send a primaryLink to have it made.",
    );
  }
  return { ...consequencesOf([adopted]), result: change.primarySlug };
}

/** A field of the link is found in the campaign by its whole path. */
function refuseLink(thrown: unknown): never {
  const faults = thrown instanceof AppError ? thrown.details["details"] : undefined;
  if (!(thrown instanceof AppError) || !Array.isArray(faults)) throw thrown;
  const details = faults.map((fault) => ({ ...fault, path: `primaryLink.${fault.path}` }));
  throw new AppError(thrown.code, `primaryLink: ${thrown.message}`, { details: { details } });
}

/** What the link does not say itself. A browser may not keep a redirect that carries a token. */
function presetLink(
  { campaignId, trackingTemplateKey }: Wanted,
  { change, ...link }: NonNullable<ReadyChange["newLink"]>,
): NonNullable<ReadyChange["newLink"]> {
  const hasCache = typeof change.cacheSeconds === "number";
  const tracking = change.tracking;
  return {
    ...link,
    change: {
      trackingTemplateKey,
      ...(!hasCache && { trackingPolicy: { mode: "DIRECT", appendContextParam: true } }),
      ...change,
      tracking: { ...NO_TRACKING, ...tracking, utmCampaign: tracking?.utmCampaign ?? campaignId },
      campaignId,
    },
  };
}

const NO_TRACKING = { utmSource: null, utmMedium: null, utmCampaign: null, utmTerm: null, utmContent: null };
