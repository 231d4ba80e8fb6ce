import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseSegmentFile } from "#platform/event-log/segment-id.ts";

const POLL_MS = 50;

/**
 * Resolves with true once every event that was in the event log of this machine when it was called is in the warehouse,
 * whichever process wrote it: its segment's file goes only after its rows are there. False when that takes too long.
 */
export async function awaitArrival(eventsFolder: string, waitMs: number): Promise<boolean> {
  const awaited = new Set(await unshipped(eventsFolder));
  for (const begun = performance.now(); awaited.size > 0; await delay(POLL_MS)) {
    const left = new Set(await unshipped(eventsFolder));
    for (const id of awaited) if (!left.has(id)) awaited.delete(id);
    if (awaited.size > 0 && performance.now() - begun > waitMs) return false;
  }
  return true;
}

/** What is being written is looked for before what is sealed, so that a segment on its way from one to the other is seen. */
async function unshipped(eventsFolder: string): Promise<readonly string[]> {
  const slots = (await namesIn(eventsFolder)).filter((name) => /^\d+$/.test(name));
  const found: string[] = [];
  for (const kind of ["active", "sealed"]) {
    for (const slot of slots) {
      const folder = join(eventsFolder, slot, kind);
      for (const name of await namesIn(folder)) {
        const segment = parseSegmentFile(name);
        if (segment !== undefined && !(await isEmpty(join(folder, name)))) found.push(segment.segmentId);
      }
    }
  }
  return found;
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** A segment whose every write failed holds nothing, and may never be sealed. One that is gone has moved on. */
const isEmpty = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === 0,
    () => false,
  );
