import { collectGarbage } from "./collect-garbage.ts";

const EVERY_BYTES = 8 * 2 ** 20;

let streamed = 0;

/**
 * Told of the pieces of bodies that go through this process. They are large and outside the heap, so V8 lets 64 MB of dead
 * ones lie; a collection of what is young takes a millisecond, and memory stays what it was.
 */
export function countStreamed(bytes: number): void {
  streamed += bytes;
  if (streamed < EVERY_BYTES) return;
  streamed = 0;
  collectGarbage({ type: "minor", execution: "sync" });
}
