import type { UserActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireDomain } from "./require-domain.ts";
import { listRoutes } from "./route-store.ts";
import type { RoutedDomain } from "./routed-domain.ts";

export async function getDomain(
  { db }: ControlDeps,
  { userId }: UserActor,
  text: string,
): Promise<RoutedDomain> {
  const domain = await requireDomain(db.read, userId, text);
  return { domain, routes: await listRoutes(db.read, userId, [domain.domain]) };
}
