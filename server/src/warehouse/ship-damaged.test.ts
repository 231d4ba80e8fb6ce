import { link, mkdir, readFile, rename, rm, rmdir, symlink, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DoomedEvents } from "#platform/deps.ts";
import { eventLine } from "#platform/event-log/event-line.ts";
import { listSealedSegments, type SealedSegment } from "#platform/event-log/sealed-segments.ts";
import { startChdbHttpFront } from "#testing/chdb-http-front.ts";
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
import { die, plansIn, watched } from "#testing/watched-shipping.ts";
import { openWarehouse } from "./open-warehouse.ts";
import type { Fold } from "./ship-load.ts";
import { startShipper } from "./start-shipper.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";
import type { Warehouse } from "./warehouse.ts";

const { warehouse, counted } = sharedWarehouse();

/** Three segments of two events each, of which something happens to the second. */
async function threeSealed() {
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const segments: SealedSegment[] = [];
  for (let n = 0; n < 3; n++)
    segments.push(await sealed(eventsFolder, eventsOf(handleId, 6).slice(2 * n, 2 * n + 2)));
  const [, second] = segments;
  if (second === undefined) throw new Error("Nothing was sealed.");
  return { eventsFolder, handleId, second };
}

function ship(eventsFolder: string, engine: Warehouse = warehouse()) {
  const folded: string[] = [];
  const shipper = startShipper({
    eventsFolder,
    warehouse: engine,
    fold: async (summaries) => void folded.push(...summaries.map(({ segmentId }) => segmentId)),
    listCounted: NOT_COUNTED,
    log,
    intervalMs: 10,
    lookAgainMs: 50,
  });
  onTestFinished(() => shipper[Symbol.asyncDispose]());
  return { counters: shipper.counters, folded };
}

const addTo = async ({ path }: SealedSegment, ...lines: readonly string[]) =>
  writeFile(path, `${await readFile(path, "utf8")}${lines.join("\n")}\n`);
const clickWith = (more: object) =>
  JSON.stringify({ ...JSON.parse(eventLine(clickEvent({ id: "odd" }))), ...more });

/** A folder in place of a file, which can be put back. */
async function makeFolderOf({ path }: SealedSegment): Promise<() => Promise<void>> {
  await rename(path, `${path}.kept`);
  await mkdir(path);
  return async () => {
    await rmdir(path);
    await rename(`${path}.kept`, path);
  };
}

/** A link to itself in place of a file, at one stroke, which can be put back at one: at no moment is there nothing of that name. */
async function makeLoopOf({ path }: SealedSegment): Promise<() => Promise<void>> {
  await link(path, `${path}.kept`);
  await symlink(basename(path), `${path}.loop`);
  await rename(`${path}.loop`, path);
  return () => rename(`${path}.kept`, path);
}

const saidOf = (path: string) =>
  log.error.mock.calls.filter(([fields]) => (fields as { path?: string }).path === path);

test("a line too deep for the warehouse has its segment set aside, and keeps back no other", async () => {
  const { eventsFolder, handleId, second } = await threeSealed();
  const nested = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
  await addTo(second, clickWith({}).replace("{", `{"later":${nested},`));
  const { counters } = ship(eventsFolder);
  await expect.poll(() => counters.segments, PATIENT).toBe(3);
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
  expect([counters.events, counters.rejected, counters.pending]).toEqual([4, 1, 0]);
  expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
});

test.each([
  ["an id of two megabytes", { id: "x".repeat(2 * 2 ** 20) }],
  ["half a millisecond", { at: 1796059676634.5 }],
  ["a time without end", { at: 1e300 }],
])(
  "over a URL and embedded, %s beside a broken line is set aside with it, and keeps back nothing",
  async (_, more) => {
    await using front = await startChdbHttpFront();
    await using remote = openWarehouse({ dataDir: "", clickhouseUrl: front.url, log });
    await remote.whenReady();
    for (const engine of [warehouse(), remote]) {
      const { eventsFolder, second } = await threeSealed();
      const bad = [clickWith(more), "no event"];
      await addTo(second, ...bad);
      const { counters, folded } = ship(eventsFolder, engine);
      await expect.poll(() => counters.segments, PATIENT).toBe(3);
      expect([counters.events, counters.rejected, new Set(folded).size]).toEqual([6, 1, 3]);
      expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
      const kept = join(
        eventsFolder,
        "0",
        "rejected",
        basename(second.path).replace(".ndjson", ".lines.ndjson"),
      );
      expect(await readFile(kept, "utf8")).toBe(`${bad.join("\n")}\n`);
    }
  },
);

test("a file that cannot be read waits, is named once, and keeps back no other; once it can be it counts", async () => {
  const { eventsFolder, handleId, second } = await threeSealed();
  const putBack = await makeLoopOf(second);
  const { counters, folded } = ship(eventsFolder);
  await expect.poll(() => counters.failures, PATIENT).toBeGreaterThan(2);
  expect(await counted(handleId)).toEqual({ rows: 4, ids: 4 });
  expect([counters.events, counters.pending, folded.includes(second.segmentId)]).toEqual([4, 1, false]);
  expect(await plansIn(eventsFolder)).toEqual([]);
  await sealed(eventsFolder, [clickEvent({ id: `${handleId}.late`, handleId })]);
  await expect.poll(() => counters.events, PATIENT).toBe(5);
  expect(saidOf(relative(eventsFolder, second.path))).toHaveLength(1);
  await putBack();
  await expect.poll(() => counters.events, PATIENT).toBe(7);
  await expect.poll(() => counters.pending, PATIENT).toBe(0);
  expect(await counted(handleId)).toEqual({ rows: 7, ids: 7 });
  expect(folded).toHaveLength(4);
});

test("what arrived uncounted in company of a file that cannot be read now goes apart, and that one when it can be", async () => {
  const { eventsFolder, handleId, second } = await threeSealed();
  const dying = shipWaiting(eventsFolder, { warehouse: warehouse(), fold: async () => die(), log });
  await expect(dying).rejects.toThrow("died");
  expect(await counted(handleId)).toEqual({ rows: 6, ids: 6 });
  const [plan] = await plansIn(eventsFolder);
  const putBack = await makeLoopOf(second);
  const seen = watched(warehouse());
  const { counters, folded } = ship(eventsFolder, seen.warehouse);
  await expect.poll(() => counters.events, PATIENT).toBe(4);
  expect(seen.given.map(({ segmentIds }) => segmentIds.length)).toEqual([3, 1, 1]);
  const left = await plansIn(eventsFolder);
  expect(left).toEqual([plan?.replace("together", "refused")]);
  expect(JSON.parse(await readFile(join(eventsFolder, "shipments", left[0] ?? ""), "utf8"))).toEqual([
    second.segmentId,
  ]);
  expect([await counted(handleId), counters.pending]).toEqual([{ rows: 6, ids: 6 }, 1]);
  await putBack();
  await expect.poll(() => counters.events, PATIENT).toBe(6);
  expect([await counted(handleId), folded.length]).toEqual([{ rows: 6, ids: 6 }, 3]);
  expect([await listSealedSegments(eventsFolder), await plansIn(eventsFolder)]).toEqual([[], []]);
});

test("a file of which reading fails halfway does not keep back those that it was to go with", async () => {
  const { eventsFolder, handleId, second } = await threeSealed();
  const before = ({ segments }: { segments: readonly { path: string }[] }) => {
    if (!segments.some(({ path }) => path === second.path)) return;
    throw new UnreadableSegment(second.path, new Error("EIO: i/o error, read"));
  };
  const seen = watched(warehouse(), { before });
  const { counters } = ship(eventsFolder, seen.warehouse);
  await expect.poll(() => counters.events, PATIENT).toBe(4);
  expect([await counted(handleId), counters.pending]).toEqual([{ rows: 4, ids: 4 }, 1]);
  expect(seen.given.map(({ segmentIds }) => segmentIds.length).slice(0, 2)).toEqual([3, 1]);
});

test("a slot that cannot be recovered is named, and what is in others is recovered and shipped", async () => {
  const { eventsFolder, handleId } = await threeSealed();
  await mkdir(join(eventsFolder, "7"));
  await writeFile(join(eventsFolder, "7", "lock.sqlite"), "no database ".repeat(100));
  for (const slot of ["6", "8"]) {
    await mkdir(join(eventsFolder, slot, "active"), { recursive: true });
    const line = eventLine(clickEvent({ id: `${handleId}.${slot}`, handleId }));
    await writeFile(join(eventsFolder, slot, "active", `n1-${slot}-mwulhzjl-0123abcd.ndjson`), line);
  }
  const { counters } = ship(eventsFolder);
  await expect.poll(() => counters.events, PATIENT).toBe(8);
  expect(await counted(handleId)).toEqual({ rows: 8, ids: 8 });
  expect(saidOf("7")[0]).toEqual([
    { path: "7", err: expect.objectContaining({ message: expect.stringContaining("lock.sqlite") }) },
    expect.anything(),
  ]);
  await rm(join(eventsFolder, "7"), { recursive: true });
});

test("whatever cannot be read for a while, and whoever dies meanwhile, each event is there once and folded", async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`files that cannot be read: seed ${seed}`);
  const random = randomFrom(seed);
  const eventsFolder = await newFolder();
  const handleId = newHandle();
  const events = eventsOf(handleId, 40);
  const folded = new Map<string, number>();
  const mayDie = () => {
    if (random() < 0.2) die();
  };
  const fold: Fold = async (summaries) => {
    mayDie();
    for (const { segmentId, events: rows } of summaries) folded.set(segmentId, rows);
    mayDie();
  };
  for (let done = 0, waits = true; done < events.length || waits; ) {
    for (let n = Math.floor(random() * 4); n > 0 && done < events.length; n--) {
      await sealed(eventsFolder, events.slice(done, done + 1));
      done += 1;
    }
    const damaged = (await listSealedSegments(eventsFolder)).filter(() => random() < 0.3);
    const putBack = await Promise.all(damaged.map(makeFolderOf));
    const { warehouse: engine } = watched(warehouse(), { before: mayDie, after: mayDie });
    const removeEvents = async (which: DoomedEvents) => {
      mayDie();
      await engine.removeEvents(which);
      mayDie();
    };
    const options = { warehouse: { ...engine, removeEvents }, fold, log, leaveOut: () => {} };
    await shipWaiting(eventsFolder, options).catch((cause) => expect(String(cause)).toMatch(/died|unlink/));
    for (const one of putBack) await one();
    waits = (await listSealedSegments(eventsFolder)).length > 0;
  }
  expect(await counted(handleId)).toEqual({ rows: 40, ids: 40 });
  expect([...folded.values()].reduce((sum, rows) => sum + rows, 0)).toBe(40);
  expect(await plansIn(eventsFolder)).toEqual([]);
});
