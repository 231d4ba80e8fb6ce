import { readFile } from "node:fs/promises";
import { setImmediate as endOfTurn } from "node:timers/promises";
import type { SealedSegment } from "#platform/event-log/sealed-segments.ts";
import { SegmentCounter, type SegmentSummary } from "#platform/event-log/segment-summary.ts";
import { parseVisitEvent } from "./parse-visit-event.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";

/** `bad` has the lines that the warehouse would refuse, and is empty for every segment that was written by this program. */
export type ReadSegment = { readonly summary: SegmentSummary; readonly good: Buffer; readonly bad: Buffer };

const LINES_A_TURN = 250;

/** Gives way to visitors every half a millisecond. */
export async function readSegment({ segmentId, path }: SealedSegment): Promise<ReadSegment> {
  const bytes = await UnreadableSegment.unless(path, readFile(path));
  const good: Buffer[] = [];
  const bad: Buffer[] = [];
  const counter = new SegmentCounter();
  for (let start = 0, lines = 1; start < bytes.length; lines++) {
    const newline = bytes.indexOf("\n", start);
    const end = newline === -1 ? bytes.length : newline + 1;
    const event = parseVisitEvent(bytes.toString("utf8", start, end));
    (event === undefined ? bad : good).push(bytes.subarray(start, end));
    if (event !== undefined) counter.add(event);
    start = end;
    if (lines % LINES_A_TURN === 0) await endOfTurn();
  }
  const summary = counter.summary(segmentId);
  return { summary, good: bad.length === 0 ? bytes : Buffer.concat(good), bad: Buffer.concat(bad) };
}
