import type { HandleActor } from "#kernel/actor.ts";
import type { Reader } from "#platform/database/database.ts";
import { findStructure } from "./store.ts";
import { type CurrentStructure, noSuchStructure } from "./structure.ts";

/** Throws 404 for a campaign that has none. */
export async function getSiteStructure(
  read: Reader,
  { handleId }: HandleActor,
  campaignId: string,
): Promise<CurrentStructure> {
  const current = await findStructure(read, handleId, campaignId);
  if (current === undefined) throw noSuchStructure();
  return current;
}
