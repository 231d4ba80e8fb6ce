import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { countUsage } from "./insight-store.ts";
import { findOwner } from "./store.ts";

export type Meter = { readonly name: string; readonly used: number; readonly limit: number | null };

/**
 * Counted when asked, so never behind, but for clicks, which are counted when they reach the warehouse. Where there are plans,
 * also what their owner's day has of writes, over all their handles.
 */
export async function getUsageMeters(
  { db, clock, plans }: ControlDeps,
  { handleId }: HandleActor,
): Promise<Meter[]> {
  const now = clock.now();
  const usage = await countUsage(db.read, handleId, now);
  const meters = Object.entries(usage).map(([name, used]) => ({ name, used, limit: null }));
  const owner = plans && (await findOwner(db.read, handleId));
  if (plans === undefined || owner === undefined) return meters;
  const { used, limit } = (await plans.standing(db.read, owner, now)).writes;
  return [...meters, { name: "writesToday", used, limit }];
}
