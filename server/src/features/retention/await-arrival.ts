import { setTimeout as delay } from "node:timers/promises";
import { listUnshipped } from "#platform/event-log/list-unshipped.ts";

const POLL_MS = 50;

/**
 * Resolves with true once every event that was in the event log of this machine when it was called is in the warehouse,
 * whichever process wrote it: its segment's file goes only after its rows are there. False when that takes too long.
 */
export async function awaitArrival(eventsFolder: string, waitMs: number): Promise<boolean> {
  const awaited = idsIn(eventsFolder);
  for (const begun = performance.now(); awaited.size > 0; await delay(POLL_MS)) {
    const left = idsIn(eventsFolder);
    for (const id of awaited) if (!left.has(id)) awaited.delete(id);
    if (awaited.size > 0 && performance.now() - begun > waitMs) return false;
  }
  return true;
}

const idsIn = (eventsFolder: string): Set<string> =>
  new Set(listUnshipped(eventsFolder).map(({ segmentId }) => segmentId));
