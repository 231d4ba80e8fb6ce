import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 20;
const SQLITE_BUSY = 5;

type Lock = "shared" | "exclusive";

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
  const room = await locked(eventsFolder, "room", "shared", signal).finally(() => door.close());
  try {
    return await work();
  } finally {
    room.close();
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
        room.close();
        door.close();
      },
    };
  } catch (cause) {
    door.close();
    throw cause;
  }
}

/** Two locks, because whoever waits for one that many share might wait for ever: the door keeps newcomers out. */
async function locked(
  eventsFolder: string,
  name: "door" | "room",
  lock: Lock,
  signal?: AbortSignal,
): Promise<DatabaseSync> {
  const folder = join(eventsFolder, "hold");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const taken = tryLock(join(folder, `${name}.sqlite`), lock);
    if (taken !== undefined) return taken;
    await delay(POLL_MS, undefined, { signal });
  }
}

/** SQLite is asked for nothing but its lock, which goes with the process. */
function tryLock(path: string, lock: Lock): DatabaseSync | undefined {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    if (lock === "exclusive") file.exec("begin exclusive");
    else file.exec("begin; select count(*) from sqlite_schema");
    return file;
  } catch (cause) {
    file.close();
    if (cause instanceof Error && "errcode" in cause && cause.errcode === SQLITE_BUSY) return undefined;
    throw cause;
  }
}
