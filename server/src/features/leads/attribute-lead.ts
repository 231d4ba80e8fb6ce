import { findCampaignOfSlug } from "#features/campaigns/index.ts";
import { findLink, Slug } from "#features/links/index.ts";
import { findPage, PageSlug } from "#features/pages/index.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Lead } from "./lead.ts";
import type { SentLead } from "./lead-body.ts";

/** Where a lead came from. */
export type Attribution = Pick<Lead, "slug" | "campaignId" | "clickId" | "sessionId" | "variantId">;

/**
 * By its context token, else by the page or link that it names. A token that is not valid, or is another handle's, is as
 * none: a form that was open for too long must not lose what was written into it. Of a visitor who refused to be measured
 * no click and no session is kept.
 */
export async function attributeLead(
  deps: ControlDeps,
  handleId: string,
  { ctx, pageSlug, campaignId }: SentLead,
): Promise<Attribution> {
  const found = ctx === undefined ? undefined : deps.contexts.read(ctx, deps.clock.now().getTime());
  const context = found?.handleId === handleId ? found : undefined;
  const slug = pageSlug ?? context?.slug ?? "";
  const isKnown = context !== undefined && context.consent !== "denied";
  const orNull = (text: string | undefined) => (text === undefined || text === "" ? null : text);
  return {
    slug,
    campaignId: campaignId ?? orNull(context?.campaign) ?? (await campaignOf(deps, handleId, slug)),
    clickId: isKnown ? orNull(context.clickId) : null,
    sessionId: isKnown ? orNull(context.session) : null,
    variantId: orNull(context?.variant),
  };
}

async function campaignOf({ db }: ControlDeps, handleId: string, slug: string): Promise<string | null> {
  const ofCampaign = slug === "" ? undefined : await findCampaignOfSlug(db.read, handleId, slug);
  if (ofCampaign !== undefined) return ofCampaign;
  const { data: linkSlug } = Slug.safeParse(slug);
  const link = linkSlug && (await findLink(db.read, handleId, linkSlug));
  if (link !== undefined) return link.link.campaignId;
  const { data: pageSlug } = PageSlug.safeParse(slug);
  const page = pageSlug && (await findPage(db.read, handleId, pageSlug));
  return page?.campaignId ?? null;
}
