import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tryLock } from "./file-lock.ts";

const POLL_MS = 20;

/**
 * Runs what carries events from one place to another, with others that do, and never while somebody holds the log of this
 * folder, in whatever process. Waits for the end of that, or throws what the signal was aborted with.
 */
export async function whileFree<T>(
  eventsFolder: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const door = await locked(eventsFolder, "door", "shared", signal);
  const room = await locked(eventsFolder, "room", "shared", signal).finally(() => door[Symbol.dispose]());
  try {
    return await work();
  } finally {
    room[Symbol.dispose]();
  }
}

/**
 * From when it resolves until it is disposed of, or its process dies, no event of this folder changes its place: what is in
 * files, in the database and in the warehouse stays apart. Visits are recorded meanwhile.
 */
export async function holdEvents(eventsFolder: string): Promise<Disposable> {
  const door = await locked(eventsFolder, "door", "exclusive");
  try {
    const room = await locked(eventsFolder, "room", "exclusive");
    return {
      [Symbol.dispose]: () => {
        room[Symbol.dispose]();
        door[Symbol.dispose]();
      },
    };
  } catch (cause) {
    door[Symbol.dispose]();
    throw cause;
  }
}

/** Two locks, because whoever waits for one that many share might wait for ever: the door keeps newcomers out. */
async function locked(
  eventsFolder: string,
  name: "door" | "room",
  kind: "shared" | "exclusive",
  signal?: AbortSignal,
): Promise<Disposable> {
  const folder = join(eventsFolder, "hold");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const taken = tryLock(join(folder, `${name}.sqlite`), kind);
    if (taken !== undefined) return taken;
    await delay(POLL_MS, undefined, { signal });
  }
}
