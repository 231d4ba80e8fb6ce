import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { DestinationDomain } from "./destination-domain.ts";
import { type DomainFilter, listDomains } from "./store.ts";

type PageRequest = DomainFilter & { readonly limit: number; readonly nextToken?: string | undefined };

export async function listDestinationDomains(
  { db }: ControlDeps,
  actor: HandleActor,
  { limit, nextToken, ...filter }: PageRequest,
): Promise<Page<DestinationDomain>> {
  const rows = await listDomains(db.read, actor.handleId, filter, nextToken, limit + 1);
  return toPage(rows, limit, ({ domain }) => [domain]);
}
