import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { tryLock } from "./file-lock.ts";

/** A folder that one process owns until it lets go or dies: the lock is the operating system's. */
export type Slot = Disposable & {
  readonly number: number;
  readonly active: string;
  readonly sealed: string;
  readonly rejected: string;
};

const SLOTS_MAX = 1024;

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
  const lock = tryLock(within("lock.sqlite"), "exclusive");
  if (lock === undefined) return undefined;
  const slot = {
    number,
    active: within("active"),
    sealed: within("sealed"),
    rejected: within("rejected"),
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  };
  for (const path of [slot.active, slot.sealed]) mkdirSync(path, { recursive: true });
  return slot;
}
