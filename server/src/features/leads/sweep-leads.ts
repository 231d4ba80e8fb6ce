import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { listAbandoned } from "./abandoned-store.ts";
import { removeLeadsOf } from "./store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "leads.sweep" };

/** Nobody can read or erase the leads of a handle that was deleted, so they go. Their images were let go with the handle. */
export async function sweepLeads(deps: ControlDeps): Promise<void> {
  for (const handleId of await listAbandoned(deps.db.read)) {
    await mutate(deps, SWEEPER, { auth: "none" }, async (tx) => {
      await removeLeadsOf(tx, handleId);
      return { result: undefined, audit: { action: "lead.sweep", target: handleId, handleId } };
    });
  }
}
