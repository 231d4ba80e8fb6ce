import type { HandleActor } from "#kernel/actor.ts";
import { newId } from "#kernel/ids.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { type Campaign, noSuchCampaign } from "./campaign.ts";
import * as contract from "./contract.ts";
import { findCampaign } from "./store.ts";

export type Trial = {
  readonly conversionId: string;
  readonly campaignId: string;
  readonly slug: string;
  readonly eventType: string;
};

/** Tells webhooks of a conversion that never was. Nothing of it goes where conversions are counted. */
export async function testCampaignConversion(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
): Promise<Trial> {
  await deps.limits.count("webhookTest", actor.handleId);
  return mutate(deps, actor, contract.testCampaignConversion, async (tx, now) => {
    const campaign = await findCampaign(readerOf(tx), actor.handleId, campaignId);
    if (campaign === undefined) throw noSuchCampaign();
    const trial = trialOf(campaign, now);
    return {
      result: trial,
      audit: { action: "campaign.test_conversion", target: campaignId, details: { ...trial } },
      events: [
        {
          type: "conversion.test",
          payload: { ...trial, test: true, value: "0", currency: null, occurredAt: now.toISOString() },
        },
      ],
    };
  });
}

const trialOf = (
  { campaignId, primarySlug: slug, conversionEvent: eventType }: Campaign,
  now: Date,
): Trial => ({
  conversionId: newId("cnv", now.getTime()),
  campaignId,
  slug,
  eventType,
});
