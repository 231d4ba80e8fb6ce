import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import { noSuchCampaign } from "./campaign.ts";
import * as contract from "./contract.ts";
import { removeHealth } from "./health-store.ts";
import { findCampaign, markDeleted } from "./store.ts";

/** Its links, leads and pages stay what they are, and keep its id: what came of it can still be counted. */
export function deleteCampaign(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  ifMatch: number | undefined,
): Promise<void> {
  return mutate(deps, actor, contract.deleteCampaign, async (tx, now) => {
    const before = await findCampaign(readerOf(tx), actor.handleId, campaignId);
    if (before === undefined) throw noSuchCampaign();
    requireVersion("campaign", before, ifMatch);
    const version = before.version + 1;
    await markDeleted(tx, actor.handleId, campaignId, version, now);
    await removeHealth(tx, actor.handleId, campaignId);
    const { goalType, status, primarySlug } = before;
    return {
      result: undefined,
      audit: {
        action: "campaign.delete",
        target: campaignId,
        details: { version, goalType, status, primarySlug },
      },
    };
  });
}
