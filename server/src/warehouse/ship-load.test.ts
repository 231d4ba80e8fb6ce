import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { listSealedSegments, type SealedSegment } from "#platform/event-log/sealed-segments.ts";
import { takeShipping } from "#platform/event-log/shipment-plans.ts";
import { readSummary } from "#platform/event-log/summary-file.ts";
import { clickEvent } from "#testing/click-event.ts";
import { randomFrom } from "#testing/random.ts";
import {
  eventsOf,
  log,
  newFolder,
  newHandle,
  PATIENT,
  sealed,
  sharedWarehouse,
} from "#testing/shared-warehouse.ts";
import { NOT_COUNTED, shipWaiting } from "#testing/ship-waiting.ts";
import { die, plansIn, spoil, watched } from "#testing/watched-shipping.ts";
import type { Fold } from "./ship-load.ts";
import { startShipper } from "./start-shipper.ts";

const { warehouse, counted } = sharedWarehouse();

test("segments that wait go together, are folded together, and leave nothing behind", async () => {
  const eventsFolder = await newFolder();
  const handles = Array.from({ length: 70 }, newHandle);
  for (const handleId of handles) await sealed(eventsFolder, eventsOf(handleId, 3));
  const ids = (await listSealedSegments(eventsFolder)).map(({ segmentId }) => segmentId);
  const { given, warehouse: engine } = watched(warehouse());
  const folded: (readonly string[])[] = [];
  await shipWaiting(eventsFolder, {
    warehouse: engine,
    fold: async (summaries) => void folded.push(summaries.map(({ segmentId }) => segmentId)),
    log,
  });
  expect(given.map(({ segmentIds }) => segmentIds)).toEqual([ids.slice(0, 64), ids.slice(64)]);
  expect(folded).toEqual([ids.slice(0, 64), ids.slice(64)]);
  for (const handleId of handles) expect(await counted(handleId)).toEqual({ rows: 3, ids: 3 });
  expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
});

test.each(["before the warehouse has them", "before they are counted"])(
  "what a process had begun to ship and died %s, the next ships as it was, beside what came since",
  async (when) => {
    const eventsFolder = await newFolder();
    const handleId = newHandle();
    const events = eventsOf(handleId, 9);
    for (const event of events.slice(0, 3)) await sealed(eventsFolder, [event]);
    const first = watched(warehouse(), { before: () => (when.includes("warehouse") ? die() : undefined) });
    const fold = async () => die();
    await expect(shipWaiting(eventsFolder, { warehouse: first.warehouse, fold, log })).rejects.toThrow(
      "died",
    );
    for (const event of events.slice(3)) await sealed(eventsFolder, [event]);
    const second = watched(warehouse());
    await shipWaiting(eventsFolder, { warehouse: second.warehouse, fold: async () => {}, log });
    const [begun] = first.given;
    expect(first.given).toHaveLength(1);
    expect(begun?.segmentIds).toHaveLength(3);
    expect(second.given).toHaveLength(2);
    expect(second.given[0]?.token).toBe(begun?.token);
    expect(second.given[1]?.segmentIds).toHaveLength(6);
    expect(await counted(handleId)).toEqual({ rows: 9, ids: 9 });
    expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
  },
);

test("a process that died while it removed what had arrived leaves files to the next, and no second event", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const segments: SealedSegment[] = [];
  for (const event of eventsOf(handleId, 3)) segments.push(await sealed(eventsFolder, [event]));
  const [, second] = segments.map(({ path }) => path);
  if (second === undefined) throw new Error("Nothing was sealed.");
  const lines = await readFile(second);
  const fold = async () => {
    await rm(second);
    await mkdir(second); // Which cannot be removed as a file.
  };
  await expect(shipWaiting(eventsFolder, { warehouse: warehouse(), fold, log })).rejects.toThrow();
  await rm(second, { recursive: true });
  await writeFile(second, lines);
  await sealed(eventsFolder, [clickEvent({ id: `${handleId}.late`, handleId })]);
  expect(await listSealedSegments(eventsFolder)).toHaveLength(3);
  const seen = watched(warehouse());
  await shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold: async () => {}, log });
  expect(seen.given.map(({ segmentIds }) => segmentIds.length)).toEqual([1]);
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
  expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
});

test("a process that died while it shipped one by one what was refused together goes on one by one", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const events = eventsOf(handleId, 4);
  const first = await sealed(eventsFolder, events.slice(0, 2));
  await sealed(eventsFolder, events.slice(2, 3));
  await spoil(await sealed(eventsFolder, events.slice(3)));
  const seen = watched(warehouse());
  const fold = async () => die();
  await expect(shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold, log })).rejects.toThrow("died");
  expect(seen.given.map(({ segmentIds }) => segmentIds.length)).toEqual([3, 1]);
  expect(await counted(handleId)).toEqual({ rows: 2, ids: 2 });
  await sealed(eventsFolder, [clickEvent({ id: `${handleId}.late`, handleId })]);
  const again = watched(warehouse());
  await shipWaiting(eventsFolder, { warehouse: again.warehouse, fold: async () => {}, log });
  expect(again.given[0]).toEqual({ token: first.segmentId, segmentIds: [first.segmentId] });
  expect(await counted(handleId)).toEqual({ rows: 5, ids: 5 });
  expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
});

test("a segment of which there may be copies, or that a past version sealed, goes by itself, under its own id", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const events = eventsOf(handleId, 6);
  for (const event of events) await sealed(eventsFolder, [event]);
  const segments = await listSealedSegments(eventsFolder);
  const [copied, past, unknown, ...others] = segments.map(({ segmentId }) => segmentId);
  const written = await Promise.all(segments.map(readSummary));
  const pathOf = (index: number) => segments[index]?.path.replace(".ndjson", ".summary.json") ?? "";
  await writeFile(pathOf(0), JSON.stringify({ ...written[0]?.summary, isOnlyCopy: false }));
  await writeFile(pathOf(1), JSON.stringify(written[1]?.summary));
  await rm(pathOf(2));
  const seen = watched(warehouse());
  await shipWaiting(eventsFolder, { warehouse: seen.warehouse, fold: async () => {}, log });
  const apart = [copied, past, unknown].map((id) => ({ token: id, segmentIds: [id] }));
  expect(seen.given.slice(0, 3)).toEqual(apart);
  expect(seen.given.slice(3).map(({ segmentIds }) => segmentIds)).toEqual([others]);
  expect(await counted(handleId)).toEqual({ rows: 6, ids: 6 });
});

test("two processes ship one folder by turns, and what one has begun in company the other does not send alone", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const slow = Promise.withResolvers<void>();
  for (const event of eventsOf(handleId, 4)) await sealed(eventsFolder, [event]);
  const shipper = startShipper({
    eventsFolder,
    warehouse: warehouse(),
    fold: () => slow.promise,
    listCounted: NOT_COUNTED,
    log,
    intervalMs: 1,
  });
  onTestFinished(() => shipper[Symbol.asyncDispose]());
  await expect.poll(() => counted(handleId), PATIENT).toEqual({ rows: 4, ids: 4 });
  const other = watched(warehouse());
  const idle = startShipper({
    eventsFolder,
    warehouse: other.warehouse,
    fold: async () => {},
    listCounted: NOT_COUNTED,
    log,
    intervalMs: 1,
  });
  onTestFinished(() => idle[Symbol.asyncDispose]());
  await expect.poll(() => idle.counters.pending, PATIENT).toBe(4);
  expect(takeShipping(eventsFolder)).toBeUndefined();
  slow.resolve();
  await expect.poll(() => shipper.counters.segments, PATIENT).toBe(4);
  await expect.poll(() => idle.counters.pending, PATIENT).toBe(0);
  expect(other.given).toEqual([]);
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
});

test("whatever fails, however often, and whoever takes over, each event is there once and each segment folded", async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`failures of shipping: seed ${seed}`);
  const random = randomFrom(seed);
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const events = eventsOf(handleId, 120);
  const folded = new Map<string, number>();
  const mayDie = () => {
    if (random() < 0.25) throw new Error("The process died.");
  };
  const fold: Fold = async (summaries) => {
    mayDie();
    for (const { segmentId, events: rows } of summaries) folded.set(segmentId, rows);
    mayDie();
  };
  for (let done = 0, waits = true; done < events.length || waits; ) {
    for (let n = Math.floor(random() * 5); n > 0 && done < events.length; n--) {
      const rows = 1 + Math.floor(random() * 3);
      await sealed(eventsFolder, events.slice(done, done + rows));
      done += rows;
    }
    const engine = watched(warehouse(), { before: mayDie, after: mayDie }).warehouse;
    await shipWaiting(eventsFolder, { warehouse: engine, fold, log }).catch(() => {});
    waits = (await listSealedSegments(eventsFolder)).length > 0;
  }
  expect(await counted(handleId)).toEqual({ rows: 120, ids: 120 });
  expect([...folded.values()].reduce((sum, rows) => sum + rows, 0)).toBe(120);
});
