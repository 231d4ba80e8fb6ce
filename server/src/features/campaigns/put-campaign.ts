import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import type { CampaignChange } from "./campaign-body.ts";
import * as contract from "./contract.ts";
import { readyChange } from "./ready-change.ts";
import { findCampaign } from "./store.ts";
import { type Written, writeCampaign } from "./write-campaign.ts";

/** Creates the campaign, or changes what was sent of it. */
export async function putCampaign(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  sent: CampaignChange,
  ifMatch: number | undefined,
): Promise<Written> {
  const change = await readyChange(deps, sent);
  return mutate(deps, actor, contract.putCampaign, async (tx, now) => {
    const before = await findCampaign(readerOf(tx), actor.handleId, campaignId);
    requireVersion("campaign", before, ifMatch);
    return writeCampaign(tx, deps, actor, now, campaignId, before, change);
  });
}
