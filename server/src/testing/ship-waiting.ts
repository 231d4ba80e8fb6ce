import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { takeShipping } from "#platform/event-log/shipment-plans.ts";
import { nextLoads } from "#warehouse/next-loads.ts";
import { type LoadOptions, shipLoad } from "#warehouse/ship-load.ts";
import type { UnreadableSegment } from "#warehouse/unreadable-segment.ts";

/** Nobody has counted any of them. */
export const NOT_COUNTED = async (): Promise<ReadonlySet<string>> => new Set();

function fail(failure: UnreadableSegment): never {
  throw failure;
}

/** All that waits in a folder, once. */
export async function shipWaiting(
  eventsFolder: string,
  {
    listCounted = NOT_COUNTED,
    leaveOut = fail,
    ...options
  }: Pick<LoadOptions, "warehouse" | "fold" | "log"> & Partial<LoadOptions>,
): Promise<void> {
  const leftOut = { leaveOut, isLeftOut: () => false };
  using shipping = takeShipping(eventsFolder);
  if (shipping === undefined) throw new Error("Somebody else ships this folder.");
  for await (const load of nextLoads(eventsFolder, await listSealedSegments(eventsFolder), leftOut))
    await shipLoad(load, { ...options, listCounted, leaveOut, eventsFolder });
}
