import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { deleteInvocationsBefore } from "./invocation-store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "functions.sweep" };
const KEPT_MS = 7 * 86_400_000;

/** Removes what the logs have had for seven days. */
export async function sweepInvocations(deps: ControlDeps): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    await deleteInvocationsBefore(tx, now.getTime() - KEPT_MS);
    return { result: undefined, audit: [] };
  });
}
