import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SealedSegment } from "#platform/event-log/sealed-segments.ts";
import type { Shipment } from "#platform/event-log/shipment.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";

type Hooks = {
  readonly before?: (shipment: Shipment) => void;
  readonly after?: () => void;
};

/** A warehouse that remembers under which tokens it was given what, and in which something happens before or after. */
export function watched(warehouse: Warehouse, { before = () => {}, after = () => {} }: Hooks = {}) {
  const given: { token: string; segmentIds: readonly string[] }[] = [];
  return {
    given,
    warehouse: {
      ...warehouse,
      insertSegments: async (shipment: Shipment) => {
        given.push({
          token: shipment.token,
          segmentIds: shipment.segments.map(({ segmentId }) => segmentId),
        });
        before(shipment);
        await warehouse.insertSegments(shipment);
        after();
      },
    },
  };
}

/** As the process would, as far as anybody else can tell. */
export function die(): never {
  throw new Error("The process died.");
}

/** As somebody might who edits a file of the log. */
export async function spoil(segment: SealedSegment | undefined): Promise<void> {
  if (segment === undefined) throw new Error("Nothing was sealed.");
  await writeFile(segment.path, `no event\n${await readFile(segment.path, "utf8")}`);
}

export const plansIn = async (eventsFolder: string): Promise<readonly string[]> =>
  (await readdir(join(eventsFolder, "shipments"))).filter((name) => name.endsWith(".json"));
