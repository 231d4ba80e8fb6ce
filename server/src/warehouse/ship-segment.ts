import { ClickHouseError } from "@clickhouse/client";
import {
  rejectSegment,
  removeSegment,
  type SealedSegment,
  splitSegment,
} from "#platform/event-log/sealed-segments.ts";
import type { SegmentSummary } from "#platform/event-log/segment-summary.ts";
import { readSummary, removeSummary } from "#platform/event-log/summary-file.ts";
import type { Log } from "./log.ts";
import { readSegment } from "./read-segment.ts";
import type { Warehouse } from "./warehouse.ts";

/** Called once or more for each segment: it must recognise by `segmentId` what it has already counted. */
export type Fold = (summary: SegmentSummary) => Promise<void>;

type Options = { readonly warehouse: Warehouse; readonly fold: Fold; readonly log: Log };

/** ClickHouse's codes for "these bytes are not such rows": they will not be tomorrow either. */
const BAD_DATA = new Set([
  "6",
  "25",
  "26",
  "27",
  "33",
  "38",
  "41",
  "53",
  "69",
  "72",
  "117",
  "130",
  "131",
  "321",
  "349",
  "407",
]);

/** Warehouse, then fold, then the file goes: a crash between two of these does the first again, to no effect. */
export async function shipSegment(segment: SealedSegment, options: Options): Promise<Shipped> {
  const summary = await readSummary(segment);
  if (summary === undefined) return shipDoubtful(segment, options);
  try {
    return await ship(segment, summary, options);
  } catch (cause) {
    if (!isBadData(cause)) throw cause;
    await removeSummary(segment.path); // Somebody changed the file: what its writer knew of it is worth nothing.
    return shipDoubtful(segment, options);
  }
}

type Shipped = SegmentSummary & { readonly isRejected: boolean };

async function ship(
  segment: SealedSegment,
  summary: SegmentSummary,
  { warehouse, fold }: Options,
): Promise<Shipped> {
  await warehouse.insertSegment(segment);
  await fold(summary);
  await removeSegment(segment);
  return { ...summary, isRejected: false };
}

/** A segment that its writer did not seal itself is read line by line, and what is no event is set aside. */
async function shipDoubtful(segment: SealedSegment, options: Options): Promise<Shipped> {
  const { log } = options;
  const { segmentId } = segment;
  const { summary, good, bad } = await readSegment(segment);
  const isRejected = bad.length > 0;
  if (isRejected) {
    const kept = await splitSegment(segment, good, bad);
    log.error({ segmentId, kept }, "Lines of the event log are not events. They are kept, and not counted.");
  }
  if (summary.events === 0) return { ...summary, isRejected };
  try {
    return { ...(await ship(segment, summary, options)), isRejected };
  } catch (err) {
    if (!isBadData(err)) throw err;
    const kept = await rejectSegment(segment);
    log.error({ segmentId, kept, err }, "The warehouse refuses a segment. It is kept, and not counted.");
    return { ...summary, events: 0, isRejected: true };
  }
}

const isBadData = (cause: unknown) => cause instanceof ClickHouseError && BAD_DATA.has(cause.code);
