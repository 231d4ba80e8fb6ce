import { ClickHouseError } from "@clickhouse/client";
import {
  rejectSegment,
  removeSegments,
  removeSummaries,
  type SealedSegment,
  splitSegment,
} from "#platform/event-log/sealed-segments.ts";
import type { SegmentId } from "#platform/event-log/segment-id.ts";
import type { SegmentSummary } from "#platform/event-log/segment-summary.ts";
import { alone, type Shipment } from "#platform/event-log/shipment.ts";
import {
  changePlan,
  dissolvePlan,
  removePlan,
  type ShipmentPlan,
  writePlan,
} from "#platform/event-log/shipment-plans.ts";
import { removeSummary } from "#platform/event-log/summary-file.ts";
import { isOutOfSpace } from "#platform/is-out-of-space.ts";
import { isOutOfMemory } from "./is-out-of-memory.ts";
import type { Log } from "./log.ts";
import type { Laden, Load } from "./next-loads.ts";
import { readSegment } from "./read-segment.ts";
import { takeOut } from "./take-out.ts";
import { type LeaveOut, unlessUnreadable } from "./unless-unreadable.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";
import type { Warehouse } from "./warehouse.ts";

/** Called once or more for each segment: it must recognise by `segmentId` what it has already counted. */
export type Fold = (summaries: readonly SegmentSummary[]) => Promise<void>;

type Options = {
  readonly warehouse: Warehouse;
  readonly fold: Fold;
  /**
   * Those of these segments that were folded in the last thirty days, by this process or any other. They are not sent again: the
   * engine itself recognises the last ten thousand tokens only, and a machine that was away for a day may bring what others
   * have shipped meanwhile.
   */
  readonly listCounted: (segmentIds: readonly SegmentId[]) => Promise<ReadonlySet<string>>;
  readonly log: Log;
  readonly leaveOut: LeaveOut;
};
export type LoadOptions = Options & { readonly eventsFolder: string };

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
  "306",
  "321",
  "349",
  "407",
]);

type Shipped = SegmentSummary & { readonly isRejected: boolean };

/**
 * Warehouse, then fold, then the files go: a crash between two of these does the first again, to no effect. Segments that
 * are refused together go one by one, so that what is wrong with one of them keeps back no other. Tells of those that are
 * gone; one whose file cannot be read is left out.
 */
export async function shipLoad(load: Load, options: LoadOptions): Promise<readonly Shipped[]> {
  const { segments, plan, isNew } = load;
  const { eventsFolder } = options;
  if (plan === undefined) return shipEach(segments, options);
  if (isNew && !(await hasRoomFor(plan, eventsFolder))) return shipEach(await setApart(segments), options);
  const known = plan.state === "together" ? await deliverPlanned(segments, plan, options) : plan;
  if (known.state === "refused") return shipRefused(segments, known, options);
  const summaries = await summariesOf(segments);
  await removeSegments(segments);
  await removePlan(eventsFolder, known);
  return summaries.map(accepted);
}

async function summariesOf(segments: readonly Laden[]): Promise<readonly SegmentSummary[]> {
  const summaries: SegmentSummary[] = [];
  for (const segment of segments) summaries.push(segment.summary ?? (await readSegment(segment)).summary);
  return summaries;
}

/**
 * They may have been accepted before, under a token that would not be theirs any more. One that cannot be read stays in the
 * plan, alone: what it has in the warehouse must be taken out before it goes by itself.
 */
async function shipRefused(
  segments: readonly Laden[],
  plan: ShipmentPlan,
  options: LoadOptions,
): Promise<readonly Shipped[]> {
  const { eventsFolder, warehouse } = options;
  const free: Laden[] = [];
  const kept: SegmentId[] = [];
  for (const segment of segments) {
    // By itself a segment goes under the same token again.
    const isFree =
      segment.segmentId === plan.token ||
      (await unlessUnreadable(options.leaveOut, () => takeOut(warehouse, segment.path))) !== undefined;
    if (isFree) free.push(segment);
    else kept.push(segment.segmentId);
  }
  const apart = await setApart(free);
  if (kept.length === 0) await dissolvePlan(eventsFolder, plan);
  else if (kept.length < plan.segmentIds.length) await writePlan(eventsFolder, { ...plan, segmentIds: kept });
  return shipEach(apart, options);
}

/** A full disk has none, and nothing but shipping makes any: then each segment goes by itself, which needs no plan. */
async function hasRoomFor(plan: ShipmentPlan, eventsFolder: string): Promise<boolean> {
  try {
    await writePlan(eventsFolder, plan);
    return true;
  } catch (cause) {
    if (isOutOfSpace(cause)) return false;
    throw cause;
  }
}

/**
 * The plan as it is known afterwards, on disk. Refused is also one of which a segment is gone or cannot be read: the engine would
 * not know it again without that one.
 */
async function deliverPlanned(
  segments: readonly Laden[],
  plan: ShipmentPlan,
  options: LoadOptions,
): Promise<ShipmentPlan> {
  const { token, segmentIds } = plan;
  const counted = await options.listCounted(segmentIds);
  const isMissed = segments.length < segmentIds.length && counted.size === 0;
  const isRefused = isMissed || (counted.size === 0 && (await isRefusedAs({ token, segments }, options)));
  if (isRefused) return changePlan(options.eventsFolder, plan, "refused");
  await options.fold(await summariesOf(segments));
  // Of several files some may be gone when it dies, and the engine would not know the others again.
  return segmentIds.length > 1 ? changePlan(options.eventsFolder, plan, "arrived") : plan;
}

async function isRefusedAs(shipment: Shipment, { warehouse }: Options): Promise<boolean> {
  try {
    await warehouse.insertSegments(shipment);
    return false;
  } catch (cause) {
    if (isRefusal(cause)) return true;
    throw cause;
  }
}

/** For ever, on disk when it resolves: without its summary a segment goes by itself, by what its lines say. */
async function setApart(segments: readonly Laden[]): Promise<readonly Laden[]> {
  await removeSummaries(segments);
  return segments.map((segment) => ({ ...segment, summary: undefined }));
}

async function shipEach(segments: readonly Laden[], options: Options): Promise<readonly Shipped[]> {
  const shipped: Shipped[] = [];
  for (const segment of segments) {
    const one = await unlessUnreadable(options.leaveOut, () => shipSegment(segment, options));
    if (one !== undefined) shipped.push(one);
  }
  return shipped;
}

async function shipSegment(segment: Laden, options: Options): Promise<Shipped> {
  const { summary } = segment;
  if (summary === undefined) return shipDoubtful(segment, options);
  try {
    await deliver(segment, summary, options);
  } catch (cause) {
    if (!isBadData(cause)) throw cause;
    await removeSummary(segment.path); // Somebody changed the file: what its writer knew of it is worth nothing.
    return shipDoubtful(segment, options);
  }
  await removeSegments([segment]);
  return accepted(summary);
}

async function deliver(segment: SealedSegment, summary: SegmentSummary, options: Options): Promise<void> {
  const counted = await options.listCounted([segment.segmentId]);
  if (counted.size === 0) await options.warehouse.insertSegments(alone(segment));
  await options.fold([summary]);
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
    await deliver(segment, summary, options);
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
const isRefusal = (cause: unknown) =>
  isBadData(cause) || isOutOfMemory(cause) || cause instanceof UnreadableSegment;
