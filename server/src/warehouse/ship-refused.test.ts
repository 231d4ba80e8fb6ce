import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ClickHouseError } from "@clickhouse/client";
import { expect, test } from "vitest";
import type { DoomedEvents } from "#platform/deps.ts";
import { listSealedSegments, type SealedSegment } from "#platform/event-log/sealed-segments.ts";
import type { Shipment } from "#platform/event-log/shipment.ts";
import { eventsOf, log, newFolder, newHandle, sealed, sharedWarehouse } from "#testing/shared-warehouse.ts";
import { shipWaiting } from "#testing/ship-waiting.ts";
import { die, plansIn, spoil, watched } from "#testing/watched-shipping.ts";
import type { Fold } from "./ship-load.ts";

const { warehouse, counted } = sharedWarehouse();

/** What had arrived together, uncounted, before its process died. */
async function arrivedUncounted() {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const segments: SealedSegment[] = [];
  for (const event of eventsOf(handleId, 4)) segments.push(await sealed(eventsFolder, [event]));
  const fold = async () => die();
  await expect(shipWaiting(eventsFolder, { warehouse: warehouse(), fold, log })).rejects.toThrow("died");
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
  return { eventsFolder, handleId, segments };
}

test.each(["is refused now", "lacks a segment now", "is too large for the server's memory now"])(
  "what arrived together, was not counted and %s, is there once, and goes apart",
  async (why) => {
    const { eventsFolder, handleId, segments } = await arrivedUncounted();
    const [, second] = segments;
    if (second === undefined) throw new Error("Nothing was sealed.");
    if (why.includes("refused")) await spoil(second);
    if (why.includes("lacks")) await rm(second.path);
    const before = ({ segments: { length } }: Shipment) => {
      if (why.includes("memory") && length > 1) throw new ClickHouseError({ code: "241", message: "" });
    };
    const seen = watched(warehouse(), { before });
    const folded: string[] = [];
    const fold: Fold = async ([one]) => void folded.push(one?.segmentId ?? "");
    await shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold, log });
    expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
    const left = segments.filter((segment) => !why.includes("lacks") || segment !== second);
    expect(folded).toEqual(left.map(({ segmentId }) => segmentId));
    expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
  },
);

test("a process that died while it took out what was refused late takes out the rest, and loses nothing", async () => {
  const { eventsFolder, handleId, segments } = await arrivedUncounted();
  await spoil(segments[3]);
  let taken = 0;
  const dying = {
    ...warehouse(),
    removeEvents: async (which: DoomedEvents) => {
      if (++taken === 3) die();
      await warehouse().removeEvents(which);
    },
  };
  const fold = async () => {};
  await expect(shipWaiting(eventsFolder, { warehouse: dying, fold, log })).rejects.toThrow("died");
  expect(await counted(handleId)).toEqual({ rows: 2, ids: 2 });
  await shipWaiting(eventsFolder, { warehouse: warehouse(), fold, log });
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
});

test("what was counted before is not sent again, whatever the engine remembers", async () => {
  const { eventsFolder, handleId, segments } = await arrivedUncounted();
  const seen = watched(warehouse());
  const listCounted = async () => new Set(segments.slice(0, 2).map(({ segmentId }) => segmentId));
  await shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold: async () => {}, listCounted, log });
  expect(seen.given).toEqual([]);
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
  expect(await listSealedSegments(eventsFolder)).toEqual([]);
});

test("a disk without room for a plan is emptied segment by segment, which then stay by themselves", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const segments: SealedSegment[] = [];
  for (const event of eventsOf(handleId, 3)) segments.push(await sealed(eventsFolder, [event]));
  const ids = segments.map(({ segmentId }) => segmentId);
  await mkdir(join(eventsFolder, "shipments"));
  const draft = join(eventsFolder, "shipments", `.${ids[0]}-and-2.together.json.draft`);
  await symlink("/dev/full", draft);
  const seen = watched(warehouse());
  const fold: Fold = async ([one]) => {
    if (one?.segmentId === ids[1]) die();
  };
  await expect(shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold, log })).rejects.toThrow("died");
  await rm(draft);
  await shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold: async () => {}, log });
  expect(seen.given.map(({ segmentIds }) => segmentIds)).toEqual([[ids[0]], [ids[1]], [ids[1]], [ids[2]]]);
  expect(await counted(handleId)).toEqual({ rows: 3, ids: 3 });
});

test("a plan that cannot be read stops shipping, and is named", async () => {
  const { eventsFolder, handleId } = await arrivedUncounted();
  const [name = ""] = await plansIn(eventsFolder);
  await writeFile(join(eventsFolder, "shipments", name), "");
  const seen = watched(warehouse());
  const shipped = shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold: async () => {}, log });
  await expect(shipped).rejects.toThrow(name);
  expect([seen.given, await counted(handleId)]).toEqual([[], { rows: 4, ids: 4 }]);
});
