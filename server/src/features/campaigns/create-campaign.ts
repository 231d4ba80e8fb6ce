import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { CampaignChange } from "./campaign-body.ts";
import * as contract from "./contract.ts";
import { readyChange } from "./ready-change.ts";
import { findCampaign } from "./store.ts";
import { type Written, writeCampaign } from "./write-campaign.ts";

/** Under an id that no campaign of this handle has; 409 `conflict` where one has it. The link and it come together or not. */
export async function createCampaign(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  sent: CampaignChange,
): Promise<Written> {
  const change = await readyChange(deps, sent);
  return mutate(deps, actor, contract.createCampaign, async (tx, now) => {
    if ((await findCampaign(readerOf(tx), actor.handleId, campaignId)) !== undefined) {
      throw new AppError("conflict", "A campaign of this handle has this id already.");
    }
    return writeCampaign(tx, deps, actor, now, campaignId, undefined, change);
  });
}
