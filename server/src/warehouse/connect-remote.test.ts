import { setImmediate as endOfTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { alone } from "#platform/event-log/shipment.ts";
import { type Fault, isInsert, startChdbHttpFront } from "#testing/chdb-http-front.ts";
import { randomFrom } from "#testing/random.ts";
import { eventsOf, log, newFolder, PATIENT, sealed } from "#testing/shared-warehouse.ts";
import { NOT_COUNTED } from "#testing/ship-waiting.ts";
import { openWarehouse } from "./open-warehouse.ts";
import type { Fold } from "./ship-load.ts";
import { startShipper } from "./start-shipper.ts";
import { WarehouseUnavailable } from "./warehouse-unavailable.ts";

vi.setConfig({ testTimeout: 90_000 });

/** The program's way to a server that can be made to fail. */
async function startRemote() {
  const front = await startChdbHttpFront();
  const warehouse = openWarehouse({ dataDir: "", clickhouseUrl: front.url, pingEveryMs: 1_000, log });
  onTestFinished(async () => {
    await warehouse[Symbol.asyncDispose]();
    await front[Symbol.asyncDispose]();
  });
  await warehouse.whenReady();
  return {
    front,
    warehouse,
    counted: async (handleId: string) => {
      const sql =
        "select count() as rows, uniqExact(id) as ids from events where handleId = {handleId:String}";
      return (await warehouse.query<{ rows: number; ids: number }>(sql, { handleId }))[0];
    },
  };
}

const onInserts =
  (fault: Fault) =>
  (query: string): Fault | undefined =>
    isInsert(query) ? fault : undefined;

test("over a URL the same program migrates, ships once, answers, and lives through an outage", async () => {
  const { front, warehouse, counted } = await startRemote();
  expect(warehouse.enginePid()).toBeUndefined();
  const segment = await sealed(await newFolder(), eventsOf("hdl_remote", 300));
  for (let time = 0; time < 2; time++) await warehouse.insertSegments(alone(segment));
  expect(await counted("hdl_remote")).toEqual({ rows: 300, ids: 300 });
  front.hangUp();
  await expect(counted("hdl_remote")).rejects.toBeInstanceOf(WarehouseUnavailable);
  await front.comeBack();
  await expect
    .poll(() => counted("hdl_remote").catch(() => "away"), PATIENT)
    .toEqual({ rows: 300, ids: 300 });
});

test.each<[string, Fault]>([
  ["broken off in the middle of a block", { kind: "half-sent", bytes: 20_000 }],
  ["broken off before the first byte", { kind: "half-sent", bytes: 0 }],
  ["done without an answer", { kind: "unheard" }],
  [
    "refused for want of memory",
    {
      kind: "refused",
      status: 500,
      body: "Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)",
    },
  ],
  [
    "refused for want of room",
    {
      kind: "refused",
      status: 500,
      body: "Code: 243. DB::Exception: Cannot reserve 1 MiB, not enough space. (NOT_ENOUGH_SPACE)",
    },
  ],
  ["answered by a proxy", { kind: "refused", status: 502, body: "<html>Bad gateway</html>" }],
])("an insert that is %s leaves its segment on disk, and counts once when it succeeds", async (_, fault) => {
  const { front, warehouse, counted } = await startRemote();
  const folder = await newFolder();
  await sealed(folder, eventsOf("hdl_fault", 500));
  front.setFaults(onInserts(fault));
  const folded: string[] = [];
  const fold: Fold = async (summaries) => void folded.push(...summaries.map(({ segmentId }) => segmentId));
  const shipper = startShipper({
    eventsFolder: folder,
    warehouse,
    fold,
    listCounted: NOT_COUNTED,
    log,
    intervalMs: 10,
  });
  onTestFinished(() => shipper[Symbol.asyncDispose]());
  await expect.poll(() => front.seen.inserts, PATIENT).toBeGreaterThan(2);
  expect([shipper.counters.segments, folded]).toEqual([0, []]);
  expect(await listSealedSegments(folder)).toHaveLength(1);
  front.setFaults();
  await expect.poll(() => shipper.counters.events, PATIENT).toBe(500);
  expect(await counted("hdl_fault")).toEqual({ rows: 500, ids: 500 });
  expect(folded).toHaveLength(1);
  expect(await listSealedSegments(folder)).toEqual([]);
});

test("a server that takes requests and never answers is given up, and used again when it does", async () => {
  const { front, warehouse, counted } = await startRemote();
  const segment = await sealed(await newFolder(), eventsOf("hdl_silent", 50));
  front.setFaults(() => ({ kind: "silent" }));
  await expect(warehouse.insertSegments(alone(segment))).rejects.toBeInstanceOf(WarehouseUnavailable);
  await expect(counted("hdl_silent")).rejects.toBeInstanceOf(WarehouseUnavailable);
  expect(warehouse.ready()).toBe(false);
  front.setFaults();
  await expect.poll(() => warehouse.ready(), PATIENT).toBe(true);
  await warehouse.insertSegments(alone(segment));
  expect(await counted("hdl_silent")).toEqual({ rows: 50, ids: 50 });
});

test("a slow server is waited for, and nothing is sent to it twice", async () => {
  const { front, warehouse, counted } = await startRemote();
  front.setFaults(onInserts({ kind: "slow", ms: 1_000 }));
  await warehouse.insertSegments(alone(await sealed(await newFolder(), eventsOf("hdl_slow", 50))));
  expect([front.seen.inserts, await counted("hdl_slow")]).toEqual([1, { rows: 50, ids: 50 }]);
});

test("whatever happens on the way, in whatever order, each segment counts once", async () => {
  const { front, warehouse, counted } = await startRemote();
  const folder = await newFolder();
  const segments = 25;
  const seed = Date.now() % 2 ** 31;
  console.log(`faults on the way: seed ${seed}`);
  const random = randomFrom(seed);
  const ways = (): (Fault | undefined)[] => [
    { kind: "half-sent", bytes: Math.floor(random() * 15_000) },
    { kind: "unheard" },
    { kind: "refused", status: 500, body: "Code: 252. DB::Exception: Too many parts. (TOO_MANY_PARTS)" },
    { kind: "refused", status: 503, body: "" },
    { kind: "slow", ms: random() * 50 },
    undefined,
    undefined,
  ];
  front.setFaults((query) => (isInsert(query) ? ways()[Math.floor(random() * 7)] : undefined));
  const folded = new Map<string, number>();
  const company: number[] = [];
  const shipper = startShipper({
    eventsFolder: folder,
    warehouse,
    fold: async (summaries) => {
      company.push(summaries.length);
      for (const { segmentId, events } of summaries) folded.set(segmentId, events);
    },
    listCounted: NOT_COUNTED,
    log,
    intervalMs: 5,
  });
  onTestFinished(() => shipper[Symbol.asyncDispose]());
  {
    // Sealed meanwhile, so that they go in all kinds of company.
    await using events = await openEventLog({ folder, durability: "os", onFatal: console.error });
    for (let n = 0; n < segments; n++) {
      await Promise.all(eventsOf(`hdl_way${n}`, 40).map(events.append));
      await events.sealNow();
    }
  }
  await expect.poll(() => shipper.counters.segments, PATIENT).toBe(segments);
  await endOfTurn();
  for (let n = 0; n < segments; n++) expect(await counted(`hdl_way${n}`)).toEqual({ rows: 40, ids: 40 });
  expect([...folded.values()]).toEqual(Array.from({ length: segments }, () => 40));
  expect(Math.max(...company)).toBeGreaterThan(1);
});
