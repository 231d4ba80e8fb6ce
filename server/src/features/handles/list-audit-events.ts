import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type AuditEvent, type AuditFilter, listAuditEvents as listRows } from "./insight-store.ts";

type Query = AuditFilter & { readonly limit: number; readonly nextToken?: string | undefined };

export async function listAuditEvents(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  { limit, nextToken, ...filter }: Query,
): Promise<Page<AuditEvent>> {
  const rows = await listRows(db.read, handleId, filter, nextToken, limit + 1);
  return toPage(rows, limit, ({ id }) => [id]);
}
