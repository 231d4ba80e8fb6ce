import type { UserActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { listOwnHandles, type OwnHandle } from "./store.ts";

type PageRequest = { readonly limit: number; readonly nextToken?: string | undefined };

export async function listHandles(
  { db }: ControlDeps,
  { userId }: UserActor,
  { limit, nextToken }: PageRequest,
): Promise<Page<OwnHandle>> {
  const rows = await listOwnHandles(db.read, userId, nextToken, limit + 1);
  return toPage(rows, limit, ({ handle }) => [handle.handle]);
}
