import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { deleteEarlyRefunds } from "./store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "payments.sweep" };
const KEPT_MS = 30 * 86_400_000;

/** Removes refunds whose payment has not been heard of for a month: it was somebody else's. */
export async function sweepPayments(deps: ControlDeps): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    await deleteEarlyRefunds(tx, new Date(now.getTime() - KEPT_MS));
    return { result: undefined, audit: null };
  });
}
