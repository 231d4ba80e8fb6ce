import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getSiteStructure } from "./get-site-structure.ts";
import { listVersions } from "./store.ts";
import type { StructureVersion } from "./structure.ts";

type Query = { readonly limit: number; readonly nextToken?: number | undefined };

/** The newest first; throws 404 for a campaign that has none. */
export async function listSiteStructureVersions(
  { db }: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  { limit, nextToken }: Query,
): Promise<Page<StructureVersion>> {
  await getSiteStructure(db.read, actor, campaignId);
  const rows = await listVersions(db.read, actor.handleId, campaignId, nextToken, limit + 1);
  return toPage(rows, limit, ({ version }) => [version]);
}
