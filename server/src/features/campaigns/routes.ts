import type { HandleActor } from "#kernel/actor.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import type { Campaign } from "./campaign.ts";
import * as contract from "./contract.ts";
import { createCampaign } from "./create-campaign.ts";
import { deleteCampaign } from "./delete-campaign.ts";
import { getCampaign } from "./get-campaign.ts";
import { getCampaignAnalytics } from "./get-campaign-analytics.ts";
import { getCampaignHealth } from "./get-campaign-health.ts";
import type { KeptHealth } from "./health-store.ts";
import { listCampaigns } from "./list-campaigns.ts";
import { presentCampaignAnalytics } from "./present-campaign-analytics.ts";
import { putCampaign } from "./put-campaign.ts";
import { testCampaignConversion } from "./test-campaign-conversion.ts";

const told = (kept: KeptHealth | undefined) =>
  kept ? { status: kept.status, since: new Date(kept.since).toISOString() } : null;

export function campaignOperations(deps: ControlDeps): readonly BoundOperation[] {
  const present = ({ handle }: HandleActor, campaign: Campaign) => ({
    ...campaign,
    primaryUrl: `${handleOrigin(deps.addresses, handle)}/${campaign.primarySlug}`,
    createdAt: campaign.createdAt.toISOString(),
    updatedAt: campaign.updatedAt.toISOString(),
  });
  const single = (actor: HandleActor, campaign: Campaign) => ({
    version: campaign.version,
    body: present(actor, campaign),
  });

  return [
    bind(contract.listCampaigns, async ({ actor, query }) => {
      const { items, nextToken } = await listCampaigns(deps, actor, query);
      const campaigns = items.map(({ campaign, kept }) => ({
        ...present(actor, campaign),
        health: told(kept),
      }));
      return { status: 200, body: { campaigns, nextToken } };
    }),

    bind(contract.createCampaign, async ({ actor, body: { campaignId, ...change } }) => {
      const { campaign } = await createCampaign(deps, actor, campaignId, change);
      return { status: 201, ...single(actor, campaign) };
    }),

    bind(contract.getCampaign, async ({ actor, params }) => {
      return { status: 200, ...single(actor, await getCampaign(deps, actor, params.campaignId)) };
    }),

    bind(contract.putCampaign, async ({ actor, params, body, caller }) => {
      const written = await putCampaign(deps, actor, params.campaignId, body, caller.ifMatch);
      return { status: written.isNew ? 201 : 200, ...single(actor, written.campaign) };
    }),

    bind(contract.deleteCampaign, async ({ actor, params, caller }) => {
      await deleteCampaign(deps, actor, params.campaignId, caller.ifMatch);
      return { status: 204 };
    }),

    bind(contract.getCampaignHealth, async ({ actor, params: { campaignId } }) => {
      const { status, checks, kept } = await getCampaignHealth(deps, actor, campaignId);
      return { status: 200, body: { campaignId, status, checks, lastTold: told(kept) } };
    }),

    bind(contract.testCampaignConversion, async ({ actor, params }) => {
      const trial = await testCampaignConversion(deps, actor, params.campaignId);
      return { status: 202, body: { test: true, ...trial } };
    }),

    bind(contract.getCampaignAnalytics, async ({ actor, params: { campaignId }, query }) => {
      const found = await getCampaignAnalytics(deps, actor, campaignId, query);
      return { status: 200, body: presentCampaignAnalytics(campaignId, found) };
    }),
  ];
}
