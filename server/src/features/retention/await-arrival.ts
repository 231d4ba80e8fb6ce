import { access } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { listUnshipped } from "#platform/event-log/list-unshipped.ts";

const POLL_MS = 50;

/**
 * True once the warehouse has every event that was recorded in this machine's event log before the call,
 * whichever process wrote it: its segment's file goes only after its rows are there. False when that takes too long.
 */
export async function awaitArrival(eventsFolder: string, waitMs: number): Promise<boolean> {
  const awaited = listUnshipped(eventsFolder).map(({ paths }) => paths);
  for (const begun = performance.now(); ; await delay(POLL_MS)) {
    while (awaited.length > 0 && !(await isAnywhere(awaited.at(-1) ?? []))) awaited.pop();
    if (awaited.length === 0) return true;
    if (performance.now() - begun > waitMs) return false;
  }
}

/** One that moves on while it is looked for is found where it goes. */
async function isAnywhere(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}
