import { type HandleActor, nameOf } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { getSiteStructure } from "./get-site-structure.ts";
import { findVersion, insertVersion } from "./store.ts";
import { type CurrentStructure, noSuchStructure } from "./structure.ts";

/** Brings an earlier version back as the newest; that it was in between is kept. */
export function rollbackSiteStructure(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  wanted: number,
  ifMatch: number | undefined,
): Promise<CurrentStructure> {
  const { handleId } = actor;
  return mutate<CurrentStructure>(deps, actor, contract.rollbackSiteStructure, async (tx, now) => {
    const read = readerOf(tx);
    const current = await getSiteStructure(read, actor, campaignId);
    requireVersion("structure", current, ifMatch);
    const earlier = await findVersion(read, handleId, campaignId, wanted);
    if (earlier === undefined) throw noSuchStructure();
    if (earlier.version === current.version) return { result: current, audit: null };
    const version = current.version + 1;
    const next = { ...earlier, version, actor: nameOf(actor), rolledBackTo: wanted, at: now };
    await insertVersion(tx, handleId, next);
    return {
      result: { ...next, publication: current.publication },
      audit: {
        action: "site_structure.rollback",
        target: campaignId,
        details: { version, rolledBackTo: wanted },
      },
    };
  });
}
