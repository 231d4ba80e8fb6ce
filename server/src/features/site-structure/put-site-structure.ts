import { isDeepStrictEqual } from "node:util";
import { type HandleActor, nameOf } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { requireDestinations } from "./require-destinations.ts";
import { findStructure, insertVersion } from "./store.ts";
import type { CurrentStructure, Structure } from "./structure.ts";

type Written = { readonly current: CurrentStructure; readonly isNew: boolean };

/** Another version of it; what is the same as before is none. */
export function putSiteStructure(
  deps: ControlDeps,
  actor: HandleActor,
  campaignId: string,
  structure: Structure,
  ifMatch: number | undefined,
): Promise<Written> {
  return mutate<Written>(deps, actor, contract.putSiteStructure, async (tx, now) => {
    const read = readerOf(tx);
    const before = await findStructure(read, actor.handleId, campaignId);
    requireVersion("structure", before, ifMatch);
    await requireDestinations(read, deps, actor, structure);
    const kept = JSON.parse(JSON.stringify(structure)) as Structure;
    if (before !== undefined && isDeepStrictEqual(before.structure, kept)) {
      return { result: { current: before, isNew: false }, audit: null };
    }
    const version = (before?.version ?? 0) + 1;
    const next = { campaignId, structure: kept, version, actor: nameOf(actor), rolledBackTo: null, at: now };
    await insertVersion(tx, actor.handleId, next);
    const { detailsPageSlug, accessMode, structureType } = structure;
    const isNew = before === undefined;
    return {
      result: { current: { ...next, publication: before?.publication }, isNew },
      audit: {
        action: `site_structure.${isNew ? "create" : "update"}`,
        target: campaignId,
        details: { version, detailsPageSlug, accessMode, structureType },
      },
    };
  });
}
