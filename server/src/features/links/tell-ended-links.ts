import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { listEnded, markEnded } from "./end-store.ts";

const TELLER: SystemActor = { kind: "system", job: "links.tell-ended" };
const BATCH = 100;

/**
 * Emits `link.expired` for every link whose schedule or expiry has ended, once for each end, whichever process looks: the
 * mark on the link and the event are one transaction.
 */
export async function tellEndedLinks(deps: ControlDeps): Promise<void> {
  for (;;) {
    const ended = await listEnded(deps.db.read, deps.clock.now(), BATCH);
    for (const [handleId, own] of Map.groupBy(ended, (link) => link.handleId)) {
      await mutate(deps, TELLER, { auth: "none" }, async (tx) => {
        const told = await markEnded(tx, handleId, own);
        return {
          result: undefined,
          audit: told.map(({ slug }) => ({ action: "link.expire", target: slug, handleId })),
          events: told.map(({ slug, destinationUrl, campaignId, endedAt }) => ({
            type: "link.expired",
            payload: { slug, destinationUrl, campaignId, endedAt: new Date(endedAt).toISOString() },
          })),
        };
      });
    }
    if (ended.length < BATCH) return;
  }
}
