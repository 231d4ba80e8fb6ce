import {
  type CampaignCounts,
  parseRange,
  readCampaignCounts,
  readFreshness,
} from "#features/analytics/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getCampaign } from "./get-campaign.ts";

type Asked = { readonly from?: string | undefined; readonly to?: string | undefined };

/** What has come of one campaign, exactly; days are those of UTC. */
export async function getCampaignAnalytics(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  asked: Asked,
) {
  await getCampaign(deps, actor, campaignId);
  const now = deps.clock.now();
  const range = parseRange(asked.from, asked.to, "UTC", "day", now);
  // Read first: what was unshipped before the question may be missing from its answer.
  const freshness = await readFreshness(deps, now);
  const { handleId, signal } = actor;
  const all = await readCampaignCounts(deps, { ...range, handleId, campaignIds: [campaignId] }, signal);
  const counts = all.get(campaignId) ?? NOTHING;
  return { range, freshness, counts };
}

const NOTHING: CampaignCounts = { clicks: 0, botClicks: 0, leads: 0, conversions: 0, paid: 0, revenue: [] };
