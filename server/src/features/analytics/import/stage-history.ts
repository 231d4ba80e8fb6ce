import { randomBytes } from "node:crypto";
import { AppError } from "#kernel/errors.ts";
import { type LineIssue, readHistoryLine } from "./history-line.ts";
import { PartWriter } from "./part-writer.ts";
import { type FileLine, readHistory } from "./read-history.ts";
import type { Staging } from "./staging.ts";

/** What a file holds, and what of it is refused. */
export type HistoryReport = {
  readonly lines: number;
  readonly events: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly failed: number;
  /** Of the events; `null` when there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly errors: readonly (LineIssue & { readonly line: number })[];
};

type Options = {
  readonly handleId: string;
  readonly batchKey: string;
  readonly now: Date;
  /** Epoch milliseconds before which this handle keeps nothing. */
  readonly since: number;
  /** Only looks. */
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
};

const LINES_MAX = 1_000_000;
const EVENTS_MAX = 5_000_000;
const ERRORS_MAX = 100;
const AHEAD_MS_MAX = 300_000;
/** Months are partitions, and those of before would make any number of them. */
const SINCE_MS = Date.UTC(2000, 0);

/** Reads a file to its end, and leaves its good events as segments on disk. */
export async function stageHistory(staging: Staging, options: Options): Promise<HistoryReport> {
  const { handleId, batchKey, now, since, isDryRun, signal } = options;
  const bounds = {
    since: Math.max(since, SINCE_MS),
    until: now.getTime() + AHEAD_MS_MAX,
    salt: randomBytes(32).toString("base64url"),
  };
  const writer = new PartWriter({ folder: staging.parts, handleId, batchKey, startedAt: now.getTime() });
  const counts = { lines: 0, click: 0, conversion: 0, failed: 0, from: Number.POSITIVE_INFINITY, to: 0 };
  const errors: (LineIssue & { line: number })[] = [];
  try {
    for await (const { line, text } of readHistory(staging.upload)) {
      signal.throwIfAborted();
      if (++counts.lines > LINES_MAX) throw tooMuch(`${LINES_MAX} lines`);
      const read = readLine({ line, text }, bounds);
      if (!("event" in read)) {
        counts.failed += 1;
        for (const issue of read) if (errors.length < ERRORS_MAX) errors.push({ line, ...issue });
        continue;
      }
      const { event, count } = read;
      counts[event.kind === "click" ? "click" : "conversion"] += count;
      if (counts.click + counts.conversion > EVENTS_MAX) throw tooMuch(`${EVENTS_MAX} events`);
      counts.from = Math.min(counts.from, event.at);
      counts.to = Math.max(counts.to, event.at);
      if (!isDryRun) await writer.add(event, count);
    }
    await writer.finish();
  } finally {
    await writer.abandon();
  }
  return reportOf(counts, errors);
}

type Counts = Readonly<Record<"lines" | "click" | "conversion" | "failed" | "from" | "to", number>>;

function reportOf(counts: Counts, errors: HistoryReport["errors"]): HistoryReport {
  const { lines, click: clicks, conversion: conversions, failed } = counts;
  const events = clicks + conversions;
  const moment = (ms: number) => (events === 0 ? null : new Date(ms).toISOString());
  return {
    lines,
    events,
    clicks,
    conversions,
    failed,
    from: moment(counts.from),
    to: moment(counts.to),
    errors,
  };
}

function readLine({ text }: FileLine, bounds: Parameters<typeof readHistoryLine>[1]) {
  if (text === undefined) return [{ path: "", message: "A line may have 64 KB." }];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [{ path: "", message: "The line is not JSON." }];
  }
  return readHistoryLine(value, bounds);
}

const tooMuch = (what: string) =>
  new AppError("payload_too_large", `One import takes ${what}; send the rest under another batch key.`);
