import type { z } from "@hono/zod-openapi";
import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Campaign } from "./campaign.ts";
import type { listCampaigns as contract } from "./contract.ts";
import { listCampaigns as listRows } from "./store.ts";

/** In the order of their ids. */
export async function listCampaigns(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  { limit, nextToken, ...filter }: z.output<typeof contract.request.query>,
): Promise<Page<Campaign>> {
  const rows = await listRows(db.read, handleId, filter, nextToken, limit + 1);
  return toPage(rows, limit, ({ campaignId }) => [campaignId]);
}
