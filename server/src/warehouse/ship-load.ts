import { ClickHouseError } from "@clickhouse/client";
import {
  rejectSegment,
  removeSegments,
  type SealedSegment,
  splitSegment,
} from "#platform/event-log/sealed-segments.ts";
import type { SegmentSummary } from "#platform/event-log/segment-summary.ts";
import { alone, type Shipment } from "#platform/event-log/shipment.ts";
import { removePlan, type ShipmentPlan, writePlan } from "#platform/event-log/shipment-plans.ts";
import { removeSummary } from "#platform/event-log/summary-file.ts";
import type { Log } from "./log.ts";
import type { Laden, Load } from "./next-loads.ts";
import { readSegment } from "./read-segment.ts";
import type { Warehouse } from "./warehouse.ts";

/** Called once or more for each segment: it must recognise by `segmentId` what it has already counted. */
export type Fold = (summaries: readonly SegmentSummary[]) => Promise<void>;

type Options = { readonly warehouse: Warehouse; readonly fold: Fold; readonly log: Log };
type LoadOptions = Options & { readonly eventsFolder: string };

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

type Shipped = SegmentSummary & { readonly isRejected: boolean };

/**
 * Warehouse, then fold, then the files go: a crash between two of these does the first again, to no effect. Segments that
 * are refused together go one by one, so that what is wrong with one of them keeps back no other.
 */
export async function shipLoad({ segments, plan }: Load, options: LoadOptions): Promise<readonly Shipped[]> {
  if (plan === undefined) return shipEach(segments, options);
  const shipped =
    plan.state === "apart"
      ? await shipEach(segments, options)
      : await shipTogether(segments, plan, options).catch(async (cause) => {
          if (!isBadData(cause)) throw cause;
          await writePlan(options.eventsFolder, { ...plan, state: "apart" });
          return shipEach(segments, options);
        });
  await removePlan(options.eventsFolder, plan.token);
  return shipped;
}

async function shipTogether(
  segments: readonly Laden[],
  plan: ShipmentPlan,
  options: LoadOptions,
): Promise<readonly Shipped[]> {
  const { eventsFolder } = options;
  const summaries: SegmentSummary[] = [];
  for (const segment of segments) summaries.push(segment.summary ?? (await readSegment(segment)).summary);
  if (plan.state !== "arrived") {
    await writePlan(eventsFolder, plan);
    await deliver({ token: plan.token, segments }, summaries, options);
    // Of several files some may be gone when it dies, and the others would be strangers to the engine.
    if (segments.length > 1) await writePlan(eventsFolder, { ...plan, state: "arrived" });
  }
  await removeSegments(segments);
  return summaries.map(accepted);
}

async function shipEach(segments: readonly Laden[], options: Options): Promise<readonly Shipped[]> {
  const shipped: Shipped[] = [];
  for (const segment of segments) shipped.push(await shipSegment(segment, options));
  return shipped;
}

async function shipSegment(segment: Laden, options: Options): Promise<Shipped> {
  const { summary } = segment;
  if (summary === undefined) return shipDoubtful(segment, options);
  try {
    await deliver(alone(segment), [summary], options);
  } catch (cause) {
    if (!isBadData(cause)) throw cause;
    await removeSummary(segment.path); // Somebody changed the file: what its writer knew of it is worth nothing.
    return shipDoubtful(segment, options);
  }
  await removeSegments([segment]);
  return accepted(summary);
}

async function deliver(
  shipment: Shipment,
  summaries: readonly SegmentSummary[],
  { warehouse, fold }: Options,
): Promise<void> {
  await warehouse.insertSegments(shipment);
  await fold(summaries);
}

const accepted = (summary: SegmentSummary): Shipped => ({ ...summary, isRejected: false });

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
    await deliver(alone(segment), [summary], options);
  } catch (err) {
    if (!isBadData(err)) throw err;
    const kept = await rejectSegment(segment);
    log.error({ segmentId, kept, err }, "The warehouse refuses a segment. It is kept, and not counted.");
    return { ...summary, events: 0, isRejected: true };
  }
  await removeSegments([segment]);
  return { ...summary, isRejected };
}

const isBadData = (cause: unknown) => cause instanceof ClickHouseError && BAD_DATA.has(cause.code);
