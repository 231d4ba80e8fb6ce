import { ClickHouseError } from "@clickhouse/client";
import {
  rejectSegment,
  removeSegment,
  type SealedSegment,
  splitSegment,
} from "#platform/event-log/sealed-segments.ts";
import type { Log } from "./log.ts";
import { readSegment, type SegmentSummary } from "./read-segment.ts";
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
export async function shipSegment(segment: SealedSegment, { warehouse, fold, log }: Options) {
  const { segmentId } = segment;
  const { summary, good, bad } = await readSegment(segment);
  if (bad.length > 0) {
    const kept = await splitSegment(segment, good, bad);
    log.error({ segmentId, kept }, "Lines of the event log are not events. They are kept, and not counted.");
  }
  if (summary.events === 0) return { ...summary, isRejected: bad.length > 0 };
  try {
    await warehouse.insertSegment(segment);
  } catch (cause) {
    if (!(cause instanceof ClickHouseError) || !BAD_DATA.has(cause.code)) throw cause;
    const kept = await rejectSegment(segment);
    log.error(
      { segmentId, kept, err: cause },
      "The warehouse refuses a segment. It is kept, and not counted.",
    );
    return { ...summary, events: 0, isRejected: true };
  }
  await fold(summary);
  await removeSegment(segment);
  return { ...summary, isRejected: bad.length > 0 };
}
