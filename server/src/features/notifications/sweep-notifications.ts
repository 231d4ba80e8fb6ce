import type { SystemActor } from "#kernel/actor.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { deleteConcluded } from "./mail-store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "notifications.sweep" };
const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;

/** Removes mail that was concluded a week ago. What an address has said is never removed. */
export async function sweepNotifications(deps: MutateDeps): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    const yesterday = new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10);
    await deleteConcluded(tx, now.getTime() - KEPT_MS, yesterday);
    return { result: undefined, audit: [] };
  });
}
