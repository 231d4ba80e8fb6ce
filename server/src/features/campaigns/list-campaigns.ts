import type { z } from "@hono/zod-openapi";
import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Campaign } from "./campaign.ts";
import type { listCampaigns as contract } from "./contract.ts";
import { findHealths, type KeptHealth } from "./health-store.ts";
import { listCampaigns as listRows } from "./store.ts";

type Listed = { readonly campaign: Campaign; readonly kept: KeptHealth | undefined };

/** In the order of their ids, those that are active with what was found when they were last looked at. */
export async function listCampaigns(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  { limit, nextToken, ...filter }: z.output<typeof contract.request.query>,
): Promise<Page<Listed>> {
  const rows = await listRows(db.read, handleId, filter, nextToken, limit + 1);
  const active = rows.filter(({ status }) => status === "ACTIVE").map(({ campaignId }) => campaignId);
  const kept = await findHealths(db.read, handleId, active);
  const listed = rows.map((campaign) => ({ campaign, kept: kept.get(campaign.campaignId) }));
  return toPage(listed, limit, ({ campaign }) => [campaign.campaignId]);
}
