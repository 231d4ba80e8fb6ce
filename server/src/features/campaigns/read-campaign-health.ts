import {
  type CampaignCounts,
  countCampaignLinks,
  type HealthCheck,
  type HealthStatus,
  readCampaignCounts,
  readFreshness,
  trafficChecks,
  worstOf,
} from "#features/analytics/index.ts";
import { findLink, type ShownLink, Slug, showLink } from "#features/links/index.ts";
import { isTemplateUsable } from "#features/tracking/index.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Campaign, GOALS } from "./campaign.ts";
import { campaignChecks } from "./campaign-checks.ts";
import { readPageStanding } from "./read-page-standing.ts";

export type CampaignHealth = { readonly status: HealthStatus; readonly checks: HealthCheck[] };

const RANGE_MS = 30 * 86_400_000;
const WAREHOUSE_AWAY: HealthCheck = {
  name: "analytics",
  status: "PENDING",
  message: "Analytics are not available right now.",
  nextStep: "Ask again in some minutes.",
};

/** How a campaign is now: of what it is made, and what has come of it in the last 30 days. */
export async function readCampaignHealth(
  deps: ControlDeps,
  handleId: string,
  campaign: Campaign,
  signal: AbortSignal,
): Promise<CampaignHealth> {
  const { db, clock } = deps;
  const { trackingTemplateKey: key } = campaign;
  const isUsable = key !== null && (await isTemplateUsable(db.read, handleId, key));
  const link = await primaryLink(deps, handleId, campaign);
  const page = await readPageStanding(db.read, handleId, campaign.campaignId);
  const now = clock.now();
  const freshness = await readFreshness(deps, now);
  const range = {
    handleId,
    campaignIds: [campaign.campaignId],
    from: now.getTime() - RANGE_MS,
    to: now.getTime() + 1,
  };
  const counts = await readCampaignCounts(deps, range, signal).catch(unlessAway);
  const links = await countCampaignLinks(db.read, handleId, campaign.campaignId);
  const checks = [
    ...campaignChecks({ campaign, link, isTemplateUsable: isUsable, page }),
    ...(counts === undefined
      ? [WAREHOUSE_AWAY]
      : trafficChecks(trafficOf(campaign, counts.get(campaign.campaignId)), freshness, links)),
  ];
  return { status: worstOf(checks), checks };
}

async function primaryLink(
  { db, clock }: ControlDeps,
  handleId: string,
  { primarySlug }: Campaign,
): Promise<ShownLink | undefined> {
  const found = await findLink(db.read, handleId, Slug.parse(primarySlug));
  return found && showLink(found, clock.now());
}

/** Conversions reach every goal; so does, where the goal is one, a lead or a click. */
function trafficOf({ goalType }: Campaign, counts: CampaignCounts | undefined) {
  const { clicks = 0, botClicks = 0, leads = 0, conversions = 0 } = counts ?? {};
  const { reachedBy } = GOALS[goalType];
  const reached = reachedBy === "leads" ? leads : reachedBy === "clicks" ? clicks - botClicks : 0;
  return { clicks, botClicks, results: conversions + reached };
}

function unlessAway(thrown: unknown): undefined {
  if (thrown instanceof AppError && thrown.code === "unavailable") return undefined;
  throw thrown;
}
