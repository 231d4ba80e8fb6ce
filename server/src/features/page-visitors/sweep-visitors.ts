import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { deleteOld } from "./store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "page-visitors.sweep" };
const KEPT_MS = 86_400_000;

/** Removes links and sessions a day after they ended: until then a link can still say why it does not work. */
export async function sweepVisitors(deps: ControlDeps): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    await deleteOld(tx, new Date(now.getTime() - KEPT_MS));
    return { result: undefined, audit: null };
  });
}
