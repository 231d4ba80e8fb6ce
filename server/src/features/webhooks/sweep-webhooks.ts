import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { deleteDeliveries, listKept, purge } from "./purge-store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "webhooks.sweep" };
const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
/** In one transaction: nobody's write waits for long. */
const PORTION = 500;

/** Removes deliveries after thirty days, and all that deleted webhooks have left behind, in small portions. */
export async function sweepWebhooks(
  deps: Pick<ControlDeps, "db" | "clock" | "standing" | "changes">,
): Promise<void> {
  const now = deps.clock.now().getTime();
  for (const { subscriptionId, isDeleted } of await listKept(deps.db.read)) {
    const before = new Date(isDeleted ? now + DAY_MS : now - KEPT_MS);
    for (let deleted = PORTION; deleted === PORTION; ) {
      deleted = await mutate(deps, SWEEPER, { auth: "none" }, async (tx) => {
        return { result: await deleteDeliveries(tx, subscriptionId, before, PORTION), audit: null };
      });
    }
    if (!isDeleted) continue;
    await mutate(deps, SWEEPER, { auth: "none" }, async (tx) => {
      await deleteDeliveries(tx, subscriptionId, before, PORTION); // What a test sent at the last moment.
      await purge(tx, subscriptionId);
      return { result: undefined, audit: null };
    });
  }
}
