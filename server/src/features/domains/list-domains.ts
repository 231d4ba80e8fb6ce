import type { UserActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type RoutedDomain, withRoutes } from "./routed-domain.ts";
import { listDomains } from "./store.ts";

type PageRequest = { readonly limit: number; readonly nextToken?: string | undefined };

/** By name. */
export async function listAccountDomains(
  { db }: ControlDeps,
  { userId }: UserActor,
  { limit, nextToken }: PageRequest,
): Promise<Page<RoutedDomain>> {
  const page = toPage(await listDomains(db.read, userId, nextToken, limit + 1), limit, ({ domain }) => [
    domain,
  ]);
  return { items: await withRoutes(db.read, page.items), nextToken: page.nextToken };
}
