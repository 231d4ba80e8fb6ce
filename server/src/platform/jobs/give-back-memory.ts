import { collectGarbage } from "./collect-garbage.ts";

type Options = {
  readonly everyMs?: number;
  /** What else of this process can let go of memory. */
  readonly also?: () => Promise<unknown>;
};

/** Of the event loop's time, in the last interval. */
const BUSY = 0.05;
const GROWN_BYTES = 16 * 2 ** 20;

/**
 * Gives the memory back that a start or a rush of work has left behind: V8 keeps it until it needs room, which in a process
 * at rest it never does. It collects only when the last interval was quiet and memory has grown since the last time, so
 * that nobody waits for it and a process that is always busy never does it.
 */
export function giveBackMemory({ everyMs = 10_000, also = async () => {} }: Options = {}): Disposable {
  let last = performance.eventLoopUtilization();
  let left = 0;
  const timer = setInterval(async () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    if (utilization > BUSY || process.memoryUsage.rss() - left < GROWN_BYTES) return;
    collectGarbage({ type: "major", execution: "sync", flavor: "last-resort" });
    await also().catch(() => {}); // It is worth a try, and no more.
    last = performance.eventLoopUtilization(); // The collection itself is no work.
    left = process.memoryUsage.rss();
  }, everyMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
