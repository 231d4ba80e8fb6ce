import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { findHealth, type KeptHealth, listUnchecked, saveHealth } from "./health-store.ts";
import { type CampaignHealth, readCampaignHealth } from "./read-campaign-health.ts";
import { findCampaign } from "./store.ts";

const CHECKER: SystemActor = { kind: "system", job: "campaigns.check-health" };
const BATCH = 100;
/** Between two looks at one campaign. */
const EVERY_MS = 10 * 60_000;

/**
 * Looks at every active campaign whose turn it is, and emits `campaign.health_changed` where a status was found twice
 * running that is not the one before: what comes and goes between two looks is told to nobody. While events are late, or
 * analytics away, nothing is judged.
 */
export async function checkCampaigns(deps: ControlDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const due = await listUnchecked(deps.db.read, deps.clock.now().getTime() - EVERY_MS, BATCH);
    for (const { handleId, campaignId } of due) {
      if (signal.aborted) return;
      await checkCampaign(deps, handleId, campaignId, signal);
    }
    if (due.length < BATCH) return;
  }
}

async function checkCampaign(
  deps: ControlDeps,
  handleId: string,
  campaignId: string,
  signal: AbortSignal,
): Promise<void> {
  const { db } = deps;
  const seen = await findHealth(db.read, handleId, campaignId);
  const campaign = await findCampaign(db.read, handleId, campaignId);
  if (campaign === undefined) return;
  const found = await readCampaignHealth(deps, handleId, campaign, signal);
  await mutate(deps, CHECKER, { auth: "none" }, async (tx, now) => {
    const kept = await findHealth(readerOf(tx), handleId, campaignId);
    const isGone = (await findCampaign(readerOf(tx), handleId, campaignId)) === undefined;
    // Another process has looked meanwhile.
    if (isGone || kept?.checkedAt !== seen?.checkedAt) return { result: undefined, audit: null };
    const next = nextHealth(kept, found, now.getTime());
    await saveHealth(tx, handleId, campaignId, next);
    if (kept === undefined || next.status === kept.status) return { result: undefined, audit: null };
    const change = { before: kept.status, status: next.status };
    return {
      result: undefined,
      audit: { action: "campaign.health_change", target: campaignId, handleId, details: change },
      events: [
        { type: "campaign.health_changed", payload: { campaignId, ...change, checks: failing(found) } },
      ],
    };
  });
}

/** The first look is told to nobody: there was nothing before it. */
function nextHealth(kept: KeptHealth | undefined, found: CampaignHealth, checkedAt: number): KeptHealth {
  const { status } = found;
  if (kept === undefined) return { status, since: checkedAt, candidate: null, checkedAt };
  if (isUncertain(found) || status === kept.status) return { ...kept, candidate: null, checkedAt };
  if (kept.candidate !== status) return { ...kept, candidate: status, checkedAt };
  return { status, since: checkedAt, candidate: null, checkedAt };
}

const isUncertain = ({ checks }: CampaignHealth) =>
  checks.some(({ name, status }) => ["analytics", "freshness"].includes(name) && status !== "PASS");

const failing = ({ checks }: CampaignHealth) =>
  checks
    .filter(({ status }) => status !== "PASS")
    .map(({ name, status, message, nextStep }) => ({ name, status, message, nextStep }));
