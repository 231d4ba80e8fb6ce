import { readFile } from "node:fs/promises";
import { setImmediate as endOfTurn } from "node:timers/promises";
import type { SealedSegment } from "#platform/event-log/sealed-segments.ts";
import type { SegmentId } from "#platform/event-log/segment-id.ts";
import { type ParsedEvent, parseVisitEvent } from "./parse-visit-event.ts";

export type ClickCount = {
  readonly handleId: string;
  readonly slug: string;
  readonly clicks: number;
  /** Those that no bot, prefetch or HEAD request made. */
  readonly qualified: number;
};

/** What one segment adds to counts that are kept elsewhere. The same file gives the same summary. */
export type SegmentSummary = {
  readonly segmentId: SegmentId;
  readonly events: number;
  readonly clicks: readonly ClickCount[];
};

/** `bad` has the lines that the warehouse would refuse, and is empty for every segment that was written by this program. */
export type ReadSegment = { readonly summary: SegmentSummary; readonly good: Buffer; readonly bad: Buffer };

const LINES_A_TURN = 250;

/** Gives way to visitors every half a millisecond. */
export async function readSegment({ segmentId, path }: SealedSegment): Promise<ReadSegment> {
  const bytes = await readFile(path);
  const good: Buffer[] = [];
  const bad: Buffer[] = [];
  const clicks = new Map<string, Counter>();
  for (let start = 0, lines = 1; start < bytes.length; lines++) {
    const newline = bytes.indexOf("\n", start);
    const end = newline === -1 ? bytes.length : newline + 1;
    const event = parseVisitEvent(bytes.toString("utf8", start, end));
    (event === undefined ? bad : good).push(bytes.subarray(start, end));
    if (event?.isClick) count(clicks, event);
    start = end;
    if (lines % LINES_A_TURN === 0) await endOfTurn();
  }
  const summary = { segmentId, events: good.length, clicks: [...clicks.values()] };
  return { summary, good: bad.length === 0 ? bytes : Buffer.concat(good), bad: Buffer.concat(bad) };
}

type Counter = { readonly handleId: string; readonly slug: string; clicks: number; qualified: number };

function count(counters: Map<string, Counter>, { handleId, slug, isBot }: ParsedEvent): void {
  const key = `${handleId}\n${slug}`;
  const counter = counters.get(key) ?? { handleId, slug, clicks: 0, qualified: 0 };
  counter.clicks += 1;
  if (!isBot) counter.qualified += 1;
  counters.set(key, counter);
}
