import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type ContextOrigins, findOrigins, saveOrigins } from "./origin-store.ts";

/** In force for every request that begins after the answer. The list that is there already makes no new version. */
export function replaceContextOrigins(
  deps: ControlDeps,
  actor: HandleActor,
  origins: readonly string[],
  ifMatch: number | undefined,
): Promise<ContextOrigins> {
  const { handleId, handle } = actor;
  return mutate<ContextOrigins>(deps, actor, contract.replaceContextOrigins, async (tx, now) => {
    const before = await findOrigins(readerOf(tx), handleId);
    requireVersion("list", before, ifMatch);
    const added = origins.filter((origin) => !before.origins.includes(origin));
    const removed = before.origins.filter((origin) => !origins.includes(origin));
    if (added.length === 0 && removed.length === 0) return { result: before, audit: null };
    const version = before.version + 1;
    const after = { origins, version };
    await saveOrigins(tx, handleId, after, now);
    return {
      result: after,
      audit: { action: "context_origins.update", target: handle, details: { version, added, removed } },
      events: [{ type: "context_origins.updated", payload: { version, origins, added, removed } }],
    };
  });
}
