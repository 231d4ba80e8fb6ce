import { findCampaign, findCampaignOfSlug } from "#features/campaigns/index.ts";
import { findLink, Slug } from "#features/links/index.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Lead } from "./lead.ts";
import type { SentLead } from "./lead-body.ts";

/** Where a lead came from. */
export type Attribution = Pick<Lead, "slug" | "campaignId" | "clickId" | "sessionId" | "variantId">;

/**
 * By its context token, else by the page or link that it names. A token that is not valid, or is another handle's, is as
 * none: a form that was open for too long must not lose what was written into it. Of a visitor who refused to be measured
 * no click and no session is kept. 400 for a campaign that is not there.
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

/** Throws where a form names a campaign that the handle does not have. */
export async function requireCampaign(
  { db }: Pick<ControlDeps, "db">,
  handleId: string,
  campaignId: string | undefined,
): Promise<void> {
  if (campaignId === undefined || (await findCampaign(db.read, handleId, campaignId)) !== undefined) return;
  const message = "There is no such campaign.";
  throw new AppError("invalid_payload", `campaignId: ${message}`, {
    details: { details: [{ path: "campaignId", message }] },
  });
}

async function campaignOf({ db }: ControlDeps, handleId: string, slug: string): Promise<string | null> {
  const ofCampaign = slug === "" ? undefined : await findCampaignOfSlug(db.read, handleId, slug);
  if (ofCampaign !== undefined) return ofCampaign;
  const { data: linkSlug } = Slug.safeParse(slug);
  const link = linkSlug && (await findLink(db.read, handleId, linkSlug));
  return link?.link.campaignId ?? null;
}
