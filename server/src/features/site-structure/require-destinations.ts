import { requireAllowedDestinations } from "#features/destinations/index.ts";
import { destinationsOf } from "#features/pages/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import type { Reader } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Structure } from "./structure.ts";

/** Throws 400 for a block that leads where no link of the handle may lead, by its path in the structure. */
export function requireDestinations(
  read: Reader,
  deps: ControlDeps,
  actor: HandleActor,
  { schema }: Structure,
): Promise<void> {
  const destinations = destinationsOf(schema.blocks ?? []);
  const inSchema = destinations.map(({ path, url }) => ({ path: `schema.${path}`, url }));
  return requireAllowedDestinations(read, deps, actor, null, inSchema);
}
