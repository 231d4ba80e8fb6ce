import { open } from "node:fs/promises";
import type { SealedSegment } from "#platform/event-log/sealed-segments.ts";
import type { SegmentSummary } from "#platform/event-log/segment-summary.ts";
import { listPlans, removePlan, type ShipmentPlan } from "#platform/event-log/shipment-plans.ts";
import { readSummary, type WrittenSummary } from "#platform/event-log/summary-file.ts";
import { type LeaveOut, unlessUnreadable } from "./unless-unreadable.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";

/** A segment, and what its writer knew of it. */
export type Laden = SealedSegment & { readonly summary: SegmentSummary | undefined };

/** Segments that go together by a plan, or one without a plan by itself. */
export type Load = {
  /** Those of the plan that are there. */
  readonly segments: readonly Laden[];
  readonly plan: ShipmentPlan | undefined;
  /** Not written down yet, so nothing of it was ever sent. */
  readonly isNew: boolean;
};

/** A block of the engine's grows with them, and its memory with the block. */
const BYTES_MAX = 96 * 2 ** 20;
/** Each is an open file. */
const SEGMENTS_MAX = 64;

type LeftOut = { readonly leaveOut: LeaveOut; readonly isLeftOut: (path: string) => boolean };

/**
 * How what waits is to be carried: first what was planned before a crash or a failure, then the rest, oldest first and as
 * much at once as may be. The more rows come together, the less often the engine merges each of them with others later. What cannot be
 * read is in nobody's company, and what was left out is not looked at.
 */
export async function* nextLoads(
  eventsFolder: string,
  sealed: readonly SealedSegment[],
  { leaveOut, isLeftOut }: LeftOut,
): AsyncGenerator<Load, void> {
  const planned = new Set<string>();
  const byId = new Map<string, SealedSegment>(sealed.map((segment) => [segment.segmentId, segment]));
  for (const plan of await listPlans(eventsFolder)) {
    const segments = plan.segmentIds.flatMap((segmentId) => byId.get(segmentId) ?? []);
    for (const segmentId of plan.segmentIds) planned.add(segmentId);
    if (segments.length === 0) await removePlan(eventsFolder, plan);
    else if (!segments.every(({ path }) => isLeftOut(path)))
      yield { segments: await Promise.all(segments.map(laden)), plan, isNew: false };
  }
  let together: Laden[] = [];
  let bytes = 0;
  for (const segment of sealed) {
    if (planned.has(segment.segmentId) || isLeftOut(segment.path)) continue;
    const found = await unlessUnreadable(leaveOut, () =>
      UnreadableSegment.unless(segment.path, foundOf(segment)),
    );
    if (found === undefined) continue;
    const { written, size } = found;
    if (written?.isOnlyCopy !== true) {
      yield { segments: [{ ...segment, summary: written?.summary }], plan: undefined, isNew: true };
      continue;
    }
    if (together.length === SEGMENTS_MAX || (together.length > 0 && bytes + size > BYTES_MAX)) {
      yield newLoad(together);
      together = [];
      bytes = 0;
    }
    together.push({ ...segment, summary: written.summary });
    bytes += size;
  }
  if (together.length > 0) yield newLoad(together);
}

type Found = { readonly written: WrittenSummary | undefined; readonly size: number };

/** A byte is read, because a folder can be opened, too. */
async function foundOf(segment: SealedSegment): Promise<Found> {
  const written = await readSummary(segment);
  await using file = await open(segment.path);
  await file.read(Buffer.alloc(1));
  return { written, size: (await file.stat()).size };
}

/** Its company goes under the plan's token in any case: a summary that cannot be read is one that is not there. */
async function laden(segment: SealedSegment): Promise<Laden> {
  const written = await unlessUnreadable(
    () => {},
    () => UnreadableSegment.unless(segment.path, readSummary(segment)),
  );
  return { ...segment, summary: written?.summary };
}

function newLoad(segments: readonly Laden[]): Load {
  const [first] = segments;
  if (first === undefined) throw new Error("A load has at least one segment.");
  const token = segments.length === 1 ? first.segmentId : `${first.segmentId}-and-${segments.length - 1}`;
  const segmentIds = segments.map(({ segmentId }) => segmentId);
  return { segments, plan: { token, segmentIds, state: "together" }, isNew: true };
}
