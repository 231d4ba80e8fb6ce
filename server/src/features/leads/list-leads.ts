import type { MemberActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { WholeLead } from "./lead.ts";
import { type LeadFilter, listLeads as listRows } from "./store.ts";

type Query = LeadFilter & { readonly limit: number; readonly nextToken?: string | undefined };

/** The newest first. */
export async function listLeads(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  { limit, nextToken, ...filter }: Query,
): Promise<Page<WholeLead>> {
  const rows = await listRows(db.read, handleId, filter, nextToken, limit + 1);
  return toPage(rows, limit, ({ lead }) => [lead.leadId]);
}
