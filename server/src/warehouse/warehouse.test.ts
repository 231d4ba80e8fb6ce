import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { alone } from "#platform/event-log/shipment.ts";
import { visitorTextSql } from "#platform/visits/visitor-sql.ts";
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
import { openWarehouse } from "./open-warehouse.ts";
import { WarehouseUnavailable } from "./warehouse-unavailable.ts";

const { warehouse, counted, killEngine } = sharedWarehouse();

test("every field arrives as it was written", async () => {
  const handleId = newHandle();
  const event = clickEvent({
    id: "evt_1",
    handleId,
    at: 1_764_000_000_123,
    value: "-12.3456",
    metadata: '{"a":"\\u0000\\"é"}',
    campaign: "it's",
  });
  await warehouse().insertSegments(alone(await sealed(await newFolder(), [event])));
  const [row] = await warehouse().query(
    `select * except (visitorHash) replace (toUnixTimestamp64Milli(at) as at, toString(value) as value),
  ${visitorTextSql("visitorHash")} as visitor
from events where handleId = {handleId:String}`,
    { handleId },
  );
  expect(row).toEqual(event);
});

test("a segment counts once, however often it is shipped, and whatever months it spans", async () => {
  const handleId = newHandle();
  const months = eventsOf(handleId, 101).map((event, month) => ({ ...event, at: Date.UTC(2010, month) }));
  const segment = await sealed(await newFolder(), months);
  for (let time = 0; time < 3; time++) await warehouse().insertSegments(alone(segment));
  expect(await counted(handleId)).toEqual({ rows: 101, ids: 101 });
});

test("after the engine was killed it comes back by itself, with what was acknowledged, and still counts once", async () => {
  const handleId = newHandle();
  const segment = await sealed(await newFolder(), eventsOf(handleId, 500));
  await warehouse().insertSegments(alone(segment));
  await killEngine();
  await warehouse().whenReady();
  await warehouse().insertSegments(alone(segment));
  expect(await counted(handleId)).toEqual({ rows: 500, ids: 500 });
});

test("killed while it inserts, it neither loses nor doubles the segment", async () => {
  const handleId = newHandle();
  const segment = await sealed(await newFolder(), eventsOf(handleId, 5_000));
  const inserted = warehouse()
    .insertSegments(alone(segment))
    .then(
      () => "inserted",
      (cause) => cause,
    );
  await killEngine();
  expect(["inserted", expect.any(WarehouseUnavailable)]).toContainEqual(await inserted);
  await warehouse().whenReady();
  await warehouse().insertSegments(alone(segment));
  expect(await counted(handleId)).toEqual({ rows: 5_000, ids: 5_000 });
});

test("more rows than the engine reads at a time, of several segments, count once, however often they are shipped", async () => {
  const handleId = newHandle();
  const folder = await newFolder();
  for (let n = 0; n < 3; n++) await sealed(folder, eventsOf(`${handleId}-${n}`, 30_000));
  const segments = await listSealedSegments(folder);
  expect(segments.length).toBeGreaterThan(3);
  const shipment = { token: `${handleId}-together`, segments };
  for (let time = 0; time < 2; time++) await warehouse().insertSegments(shipment);
  await killEngine();
  await warehouse().whenReady();
  await warehouse().insertSegments(shipment);
  for (let n = 0; n < 3; n++)
    expect(await counted(`${handleId}-${n}`)).toEqual({ rows: 30_000, ids: 30_000 });
});

test("while it is down a query is refused at once, and opening it waits for nothing", async () => {
  const blocked = await mkdtemp(join(tmpdir(), "warehouse-"));
  await writeFile(join(blocked, "warehouse"), "not a folder");
  const down = openWarehouse({ dataDir: blocked, log });
  expect(down.ready()).toBe(false);
  await expect(down.query("select 1")).rejects.toBeInstanceOf(WarehouseUnavailable);
  await expect.poll(() => down.counters.failures, PATIENT).toBeGreaterThan(0);
  const waiting = down.whenReady();
  await down[Symbol.asyncDispose]();
  await expect(waiting).rejects.toBeInstanceOf(WarehouseUnavailable);
  await rm(blocked, { recursive: true });
});

test("hostile text in a parameter is only ever text, alone and in a list", async () => {
  const hostile = [
    "'; drop table events; --",
    "\\",
    "\\'",
    "a\tb\nc\r",
    "{x:String}",
    "\\N'",
    "/* */",
    "é💥\0",
    "[']",
    ",",
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "grapheme" })), { maxLength: 6 }),
      async (texts) => {
        const text = texts.join("");
        const [row] = await warehouse().query(
          "select {text:String} as text, {texts:Array(String)} as texts",
          {
            text,
            texts,
          },
        );
        expect(row).toEqual({ text, texts });
      },
    ),
    { numRuns: 60, verbose: 1 },
  );
});

test("what is wrong with a query is said with the engine's own code, also after its first rows", async () => {
  await expect(warehouse().query("select nope")).rejects.toMatchObject({ code: "47" });
  const late = "select number, throwIf(number = 300000) from numbers(400000)";
  await expect(warehouse().query(late)).rejects.toMatchObject({ code: "395" });
  const read = async () => {
    for await (const _ of warehouse().stream(late, {}, { format: "CSV" }));
  };
  await expect(read()).rejects.toMatchObject({ code: "395" });
});

test("a query that is given up stops running", async () => {
  const stop = new AbortController();
  const endless = warehouse().query(
    "select sum(sin(number)) as endless from numbers(100000000000)",
    {},
    { signal: stop.signal },
  );
  const running = () =>
    warehouse().query(
      "select 1 from system.processes where query like '%endless%' and query not like '%processes%'",
    );
  await expect.poll(running, PATIENT).toHaveLength(1);
  stop.abort();
  await expect(endless).rejects.toThrow("abort");
  await expect.poll(running, PATIENT).toHaveLength(0);
});

test("of many questions at once each has its own answer, and one that is given up disturbs no other", async () => {
  const stop = new AbortController();
  const given = warehouse().query("select sleep(3) as x", {}, { signal: stop.signal });
  const asked = Array.from({ length: 60 }, (_, n) =>
    n % 7 === 0
      ? warehouse()
          .query("select throwIf(1)")
          .catch(({ code }: { code: string }) => [{ n: code }])
      : warehouse().query("select {n:UInt32} as n, repeat('é', 50000) as text", { n }),
  );
  stop.abort();
  await expect(given).rejects.toThrow("abort");
  const answers = (await Promise.all(asked)) as { n: number | string }[][];
  expect(answers.map(([row]) => row?.n)).toEqual(
    Array.from({ length: 60 }, (_, n) => (n % 7 === 0 ? "395" : n)),
  );
});

test("long queries do not keep a segment waiting", async () => {
  const stop = new AbortController();
  const slow = Array.from({ length: 20 }, () =>
    warehouse()
      .query("select sum(sin(number)) from numbers(100000000000)", {}, { signal: stop.signal })
      .catch(() => {}),
  );
  const handleId = newHandle();
  await warehouse().insertSegments(alone(await sealed(await newFolder(), eventsOf(handleId, 10))));
  stop.abort();
  await Promise.all(slow);
  await expect.poll(() => counted(handleId), PATIENT).toEqual({ rows: 10, ids: 10 });
});

test.runIf(process.platform === "linux")("what is asked goes before merging", async () => {
  const threads = `/proc/${warehouse().enginePid()}/task`;
  const priorities = new Map<string, Set<number>>();
  for (const thread of await readdir(threads)) {
    const name = await readFile(`${threads}/${thread}/comm`, "utf8").catch(ignoreAbsent);
    if (name === undefined) continue; // It has ended.
    const known = priorities.get(name.trim()) ?? new Set();
    priorities.set(name.trim(), known.add(getPriority(Number(thread))));
  }
  expect(priorities.get("MergeMutate")).toEqual(new Set([15]));
  expect(priorities.get("libuv-worker")).toEqual(new Set([5]));
});

test("the engine ends when the process that started it is killed", async () => {
  const folder = await newFolder();
  const program = `
    const { openWarehouse } = await import(${JSON.stringify(join(import.meta.dirname, "open-warehouse.ts"))});
    const log = { info() {}, warn() {}, error() {} };
    const warehouse = openWarehouse({ dataDir: ${JSON.stringify(folder)}, log });
    await warehouse.whenReady();
    process.stdout.write(String(warehouse.enginePid()));`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text] = await once(parent.stdout, "data");
  const isAlive = () => {
    try {
      process.kill(Number(text), 0);
      return true;
    } catch {
      return false;
    }
  };
  expect(isAlive()).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(isAlive, PATIENT).toBe(false);
});
