import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { deleteWriteCounts } from "#platform/plans/store.ts";
import { deleteEvents } from "./store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "billing.sweep" };
/** Stripe repeats what was not answered for three days. */
const KEPT_MS = 30 * 86_400_000;

/** Removes days that are over everywhere on earth for a month, and what the provider will not tell again. */
export async function sweepBilling(deps: ControlDeps): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    const before = new Date(now.getTime() - KEPT_MS);
    await deleteEvents(tx, before);
    await deleteWriteCounts(tx, before.toISOString().slice(0, 10));
    return { result: undefined, audit: null };
  });
}
