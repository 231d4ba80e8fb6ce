import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { countUsage } from "./insight-store.ts";

export type Meter = { readonly name: string; readonly used: number; readonly limit: number | null };

/** Counted when asked, so never behind, but for clicks, which are counted when they reach the warehouse. */
export async function getUsageMeters(
  { db, clock }: ControlDeps,
  { handleId }: HandleActor,
): Promise<Meter[]> {
  const usage = await countUsage(db.read, handleId, clock.now());
  return Object.entries(usage).map(([name, used]) => ({ name, used, limit: null }));
}
