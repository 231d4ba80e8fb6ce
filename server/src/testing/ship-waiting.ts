import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { takeShipping } from "#platform/event-log/shipment-plans.ts";
import { nextLoads } from "#warehouse/next-loads.ts";
import { shipLoad } from "#warehouse/ship-load.ts";

/** All that waits in a folder, once. */
export async function shipWaiting(
  eventsFolder: string,
  options: Omit<Parameters<typeof shipLoad>[1], "eventsFolder">,
): Promise<void> {
  using shipping = takeShipping(eventsFolder);
  if (shipping === undefined) throw new Error("Somebody else ships this folder.");
  for await (const load of nextLoads(eventsFolder, await listSealedSegments(eventsFolder)))
    await shipLoad(load, { ...options, eventsFolder });
}
