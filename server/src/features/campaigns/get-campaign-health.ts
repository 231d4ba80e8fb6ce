import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getCampaign } from "./get-campaign.ts";
import { findHealth, type KeptHealth } from "./health-store.ts";
import { type CampaignHealth, readCampaignHealth } from "./read-campaign-health.ts";

/** As it is now, with what was told of it last; throws 404 for a campaign that is not there. */
export async function getCampaignHealth(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
): Promise<CampaignHealth & { readonly kept: KeptHealth | undefined }> {
  const campaign = await getCampaign(deps, actor, campaignId);
  const health = await readCampaignHealth(deps, actor.handleId, campaign, actor.signal);
  return { ...health, kept: await findHealth(deps.db.read, actor.handleId, campaignId) };
}
