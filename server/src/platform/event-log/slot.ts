import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A folder that one process owns until it lets go or dies: the lock is the operating system's. */
export type Slot = Disposable & {
  readonly number: number;
  readonly active: string;
  readonly sealed: string;
  readonly rejected: string;
};

const SLOTS_MAX = 1024;
const SQLITE_BUSY = 5;

/** The first slot that nobody owns. */
export function takeSlot(folder: string): Slot {
  for (let number = 0; number < SLOTS_MAX; number++) {
    const slot = tryTakeSlot(folder, number);
    if (slot !== undefined) return slot;
  }
  throw new Error(`All ${SLOTS_MAX} slots of ${folder} are taken.`);
}

/** Undefined while somebody owns it, this process included. */
export function tryTakeSlot(folder: string, number: number): Slot | undefined {
  const within = (name: string) => join(folder, String(number), name);
  mkdirSync(within("."), { recursive: true });
  const lock = tryLock(within("lock.sqlite"));
  if (lock === undefined) return undefined;
  const slot = {
    number,
    active: within("active"),
    sealed: within("sealed"),
    rejected: within("rejected"),
    [Symbol.dispose]: () => lock.close(),
  };
  for (const path of [slot.active, slot.sealed]) mkdirSync(path, { recursive: true });
  return slot;
}

/** SQLite is asked for nothing but its lock, which Node itself cannot take. */
function tryLock(path: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
    return lock;
  } catch (cause) {
    lock.close();
    if (cause instanceof Error && "errcode" in cause && cause.errcode === SQLITE_BUSY) return undefined;
    throw cause;
  }
}
