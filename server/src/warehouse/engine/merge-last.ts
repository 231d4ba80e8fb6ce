import { readdirSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";

const THREADS = "/proc/self/task";
/** What the engine calls those of its threads that merge parts, or rewrite them. */
const MERGING = "MergeMutate";
/** While others have something to do, a tenth of a core is left for it. */
const PRIORITY = 15;

/**
 * Lets everything that is asked and everything that arrives go before merging, which can wait until a backlog is shipped. Only
 * where each thread has a priority of its own, which is on Linux; elsewhere nothing happens.
 */
export function mergeLast(): void {
  if (process.platform !== "linux") return;
  for (const thread of readdirSync(THREADS))
    if (nameOf(thread) === MERGING) setPriority(Number(thread), PRIORITY);
}

/** Undefined for one that has ended. */
function nameOf(thread: string): string | undefined {
  try {
    return readFileSync(`${THREADS}/${thread}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}
