import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Campaign, noSuchCampaign } from "./campaign.ts";
import { findCampaign } from "./store.ts";

/** Throws 404 for one that is not this handle's. */
export async function getCampaign(
  { db }: Pick<ControlDeps, "db">,
  { handleId }: Pick<HandleActor, "handleId">,
  campaignId: string,
): Promise<Campaign> {
  const campaign = await findCampaign(db.read, handleId, campaignId);
  if (campaign === undefined) throw noSuchCampaign();
  return campaign;
}
