import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import type { SegmentSummary } from "#platform/event-log/segment-summary.ts";
import { clickEvent } from "#testing/click-event.ts";
import {
  eventsOf,
  log,
  newFolder,
  newHandle,
  PATIENT,
  sealed,
  sharedWarehouse,
} from "#testing/shared-warehouse.ts";
import { NOT_COUNTED } from "#testing/ship-waiting.ts";
import type { Fold } from "./ship-load.ts";
import { startShipper } from "./start-shipper.ts";

const { warehouse, counted, killEngine } = sharedWarehouse();

/** Ships a folder until the test ends, and remembers what it was told. */
function ship(eventsFolder: string, fold: Fold = async () => {}) {
  const shipper = startShipper({
    eventsFolder,
    warehouse: warehouse(),
    fold,
    listCounted: NOT_COUNTED,
    log,
    intervalMs: 10,
  });
  onTestFinished(() => shipper[Symbol.asyncDispose]());
  return shipper;
}

test("what is appended arrives in the warehouse by itself, is folded, and is gone from the folder", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const folded: SegmentSummary[] = [];
  ship(eventsFolder, async (summaries) => void folded.push(...summaries));
  await using events = await openEventLog({ folder: eventsFolder, durability: "os", onFatal: console.error });
  await Promise.all(
    [...eventsOf(handleId, 5), clickEvent({ id: `${handleId}.x`, handleId, kind: "orphan" })].map(
      events.append,
    ),
  );
  await expect.poll(() => counted(handleId), PATIENT).toEqual({ rows: 6, ids: 6 });
  await expect.poll(() => events.oldestUnshippedAt(), PATIENT).toBeUndefined();
  const clicks = [{ handleId, slugs: ["s0", "s1"], clicks: [3, 2], qualified: [3, 2] }];
  expect(folded).toEqual([{ segmentId: expect.any(String), events: 6, clicks }]);
});

test("a fold that fails is tried again with the same summary, and nothing is counted twice", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const { segmentId } = await sealed(eventsFolder, eventsOf(handleId, 7));
  const seen: SegmentSummary[] = [];
  const errorsBefore = log.error.mock.calls.length;
  const shipper = ship(eventsFolder, async (summaries) => {
    if (seen.push(...summaries) < 3) throw new Error("The control database is away.");
  });
  await expect.poll(() => shipper.counters.segments, PATIENT).toBe(1);
  expect(seen.map((summary) => summary.segmentId)).toEqual([segmentId, segmentId, segmentId]);
  expect(seen[2]).toEqual(seen[0]);
  expect(await counted(handleId)).toEqual({ rows: 7, ids: 7 });
  expect(await listSealedSegments(eventsFolder)).toEqual([]);
  expect(log.error.mock.calls.length - errorsBefore).toBe(1);
});

test("an outage of the warehouse delays events and nothing else", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  await killEngine();
  await sealed(eventsFolder, eventsOf(handleId, 3));
  const shipper = ship(eventsFolder);
  await expect.poll(() => shipper.counters.events, PATIENT).toBe(3);
  expect(await counted(handleId)).toEqual({ rows: 3, ids: 3 });
});

test("lines that are no events are kept aside and said aloud; the others count, and shipping goes on", async () => {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const segment = await sealed(eventsFolder, eventsOf(handleId, 3));
  const wild = JSON.stringify(clickEvent({ id: "wild", handleId, at: 9e15 }));
  const money = JSON.stringify(clickEvent({ id: "money", handleId, value: "1e9" }));
  const bad = `not json\n${wild}\n${money}\n[]\n`;
  await writeFile(segment.path, `${bad}${await readFile(segment.path, "utf8")}`);
  await sealed(eventsFolder, eventsOf(handleId, 5).slice(3));
  const shipper = ship(eventsFolder);
  await expect.poll(() => shipper.counters.segments, PATIENT).toBe(2);
  expect(await counted(handleId)).toEqual({ rows: 5, ids: 5 });
  expect(await listSealedSegments(eventsFolder)).toEqual([]);
  const rejected = join(eventsFolder, "0", "rejected");
  const [kept = "", ...others] = await readdir(rejected);
  expect(others).toEqual([]);
  expect(await readFile(join(rejected, kept), "utf8")).toBe(bad);
  expect(shipper.counters.rejected).toBe(1);
  expect(log.error).toHaveBeenCalledWith(
    expect.objectContaining({ segmentId: segment.segmentId }),
    expect.stringContaining("kept"),
  );
});
