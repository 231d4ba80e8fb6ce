import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { clickEvent } from "#testing/click-event.ts";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import type { EventLogOptions } from "./event-log.ts";
import { SEGMENT_ROWS_MAX } from "./grouped-event-log.ts";
import { openEventLog } from "./open-event-log.ts";
import { endOfWholeLines, recoverDeadSlots } from "./recover-slot.ts";
import { listSealedSegments } from "./sealed-segments.ts";
import { takeSlot, tryTakeSlot } from "./slot.ts";

const writeSync = spyOnFs("writeSync");
const fdatasync = spyOnFs("fdatasync");
afterEach(() => {
  writeSync.mockReset(); // Back to the real one.
  fdatasync.mockReset();
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "events-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const onFatal = (error: Error) => {
  throw error;
};
const open = (folder: string, options: Partial<EventLogOptions> = {}) =>
  openEventLog({ folder, durability: "os", onFatal, sealAfterMs: 60_000, ...options });

const linesIn = (path: string): string[] => readFileSync(path, "utf8").split("\n").slice(0, -1);
const idsIn = (path: string): string[] => linesIn(path).map((line) => JSON.parse(line).id);
const activeFiles = (folder: string, slot = 0) =>
  readdirSync(join(folder, String(slot), "active")).map((name) => join(folder, String(slot), "active", name));
async function sealedIds(folder: string): Promise<string[]> {
  return (await listSealedSegments(folder)).flatMap(({ path }) => idsIn(path));
}

test.each(["os", "fsync"] as const)(
  "with durability %s an event is in the file before its promise resolves",
  async (durability) => {
    const folder = await newFolder();
    await using log = await open(folder, { durability });
    await Promise.all(["a", "b"].map((id) => log.append(clickEvent({ id }))));
    expect(activeFiles(folder).flatMap(idsIn)).toEqual(["a", "b"]);
  },
);

test("with durability fsync nobody hears before the disk has answered", async () => {
  const folder = await newFolder();
  await using log = await open(folder, { durability: "fsync" });
  let answerOfTheDisk: () => void = () => {};
  fdatasync.mockImplementation((_, done) => {
    answerOfTheDisk = () => done(null);
  });
  let heard = false;
  const appended = log.append(clickEvent({ id: "a" })).then(() => {
    heard = true;
  });
  await expect.poll(() => fdatasync.mock.calls.length).toBe(1);
  await setImmediate();
  expect(activeFiles(folder).flatMap(idsIn)).toEqual(["a"]);
  expect(heard).toBe(false);
  fdatasync.mockReset();
  answerOfTheDisk();
  await appended;
});

test("a segment is sealed when it is old enough, and only then is it listed", async () => {
  const folder = await newFolder();
  await using log = await open(folder, { sealAfterMs: 30 });
  const before = Date.now();
  await log.append(clickEvent({ id: "a" }));
  expect(await listSealedSegments(folder)).toEqual([]);
  expect(log.oldestUnshippedAt()).toBeGreaterThanOrEqual(before);
  await expect.poll(() => sealedIds(folder)).toEqual(["a"]);
  expect(log.oldestUnshippedAt()).toBeGreaterThanOrEqual(before);
});

test("a segment is no larger than its bounds, and nothing is lost where one ends", async () => {
  const folder = await newFolder();
  const ids = Array.from({ length: 200 }, (_, index) => `e${index}`);
  {
    await using log = await open(folder, { sealAfterBytes: 8_000 });
    for (let index = 0; index < ids.length; index += 5)
      await Promise.all(ids.slice(index, index + 5).map((id) => log.append(clickEvent({ id }))));
  }
  const segments = await listSealedSegments(folder);
  expect(segments.length).toBeGreaterThan(5);
  for (const { path } of segments) expect(readFileSync(path).length).toBeLessThanOrEqual(8_000);
  expect((await sealedIds(folder)).sort()).toEqual([...ids].sort());
});

test("however many events one turn brings, a segment is one block of the warehouse", async () => {
  const folder = await newFolder();
  {
    await using log = await open(folder, { sealAfterBytes: 2 ** 30 });
    const event = clickEvent({ id: "e" });
    await Promise.all(Array.from({ length: SEGMENT_ROWS_MAX + 1 }, () => log.append(event)));
  }
  const rows = (await listSealedSegments(folder)).map(({ path }) => linesIn(path).length);
  expect(rows.sort((a, b) => a - b)).toEqual([1, SEGMENT_ROWS_MAX]);
});

test("where nothing was appended there is no segment", async () => {
  const folder = await newFolder();
  {
    await using log = await open(folder);
    await log.sealNow();
    expect(log.oldestUnshippedAt()).toBeUndefined();
  }
  expect(activeFiles(folder)).toEqual([]);
  expect(await listSealedSegments(folder)).toEqual([]);
});

test("a write that fails half way is refused, and leaves no trace in what follows", async () => {
  const folder = await newFolder();
  await using log = await open(folder);
  await log.append(clickEvent({ id: "before" }));
  const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  writeSync.mockImplementationOnce((fd) => {
    appendFileSync(fd, '{"id":"half a'); // As the system does when there is room for a part.
    return 13;
  });
  writeSync.mockImplementation(() => {
    throw full;
  });
  await expect(log.append(clickEvent({ id: "refused" }))).rejects.toBe(full);
  await expect(log.append(clickEvent({ id: "refused too" }))).rejects.toBe(full);
  expect(activeFiles(folder).flatMap(idsIn)).toEqual(["before"]);
  writeSync.mockReset();
  await log.append(clickEvent({ id: "after" }));
  await log.sealNow();
  expect(await sealedIds(folder)).toEqual(["before", "after"]);
});

test("a disk that fails a sync is reported once, and nothing is accepted from then on", async () => {
  const folder = await newFolder();
  const fatal = vi.fn();
  const log = await open(folder, { durability: "fsync", onFatal: fatal });
  await log.append(clickEvent({ id: "a" }));
  const broken = Object.assign(new Error("input/output error"), { code: "EIO" });
  fdatasync.mockImplementation((_, done) => done(broken));
  await expect(log.append(clickEvent({ id: "b" }))).rejects.toMatchObject({ cause: broken });
  fdatasync.mockReset();
  expect(fatal).toHaveBeenCalledTimes(1);
  await expect(log.append(clickEvent({ id: "c" }))).rejects.toThrow("could not be synced");
  await expect(log[Symbol.asyncDispose]()).resolves.toBeUndefined();
  expect(fatal).toHaveBeenCalledTimes(1);
});

const NAME = "n1-0-mwulhzjl-0123abcd.ndjson";
async function leaveBehind(folder: string, content: string | Buffer): Promise<void> {
  await mkdir(join(folder, "0", "active"), { recursive: true });
  await writeFile(join(folder, "0", "active", NAME), content);
}

test.each([
  ["half a line", '{"id":"a"}\n{"id":"b"}\n{"id":"c'],
  ["zeros in place of a line", '{"id":"a"}\n{"id":"b"}\n\0\0\0\0\n'],
])("what a dead process left is sealed under its own name, without %s", async (_, content) => {
  const folder = await newFolder();
  await leaveBehind(folder, content);
  await using _log = await open(folder);
  const [segment] = await listSealedSegments(folder);
  expect(segment?.path.endsWith(NAME)).toBe(true);
  expect(await sealedIds(folder)).toEqual(["a", "b"]);
});

test("a file without one whole line is never shipped", async () => {
  const folder = await newFolder();
  await leaveBehind(folder, '{"id":"a');
  await using _log = await open(folder);
  expect(activeFiles(folder)).toEqual([]);
  expect(await listSealedSegments(folder)).toEqual([]);
});

test("each process has a slot of its own, which is free and recovered once that process was killed", async () => {
  const folder = await newFolder();
  const program = `
    const { openEventLog } = await import(${JSON.stringify(join(import.meta.dirname, "open-event-log.ts"))});
    const log = await openEventLog({ folder: ${JSON.stringify(folder)}, durability: "os", onFatal() {}, sealAfterMs: 60000 });
    await log.append({ id: "theirs" });
    process.stdout.write("appended"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: join(import.meta.dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  {
    await using log = await open(folder);
    await log.append(clickEvent({ id: "ours" }));
    expect(activeFiles(folder, 0).flatMap(idsIn)).toEqual(["theirs"]);
    expect(activeFiles(folder, 1).flatMap(idsIn)).toEqual(["ours"]);
    await recoverDeadSlots(folder);
    expect(await listSealedSegments(folder)).toEqual([]);
    child.kill("SIGKILL");
    await once(child, "exit");
    await recoverDeadSlots(folder);
    expect(await sealedIds(folder)).toEqual(["theirs"]);
  }
  using slot = takeSlot(folder);
  expect(slot.number).toBe(0);
  expect(tryTakeSlot(folder, 0)).toBeUndefined();
});

test("any appends, cut anywhere by a crash, give exactly the whole lines", () => {
  const id = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(id, { maxLength: 12 }), fc.nat(), (ids, place) => {
      const lines = ids.map((text) => `${JSON.stringify(clickEvent({ id: text }))}\n`);
      const whole = Buffer.from(lines.join(""));
      const cut = whole.subarray(0, place % (whole.length + 1));
      let expected = 0;
      for (const line of lines) {
        if (expected + Buffer.byteLength(line) > cut.length) break;
        expected += Buffer.byteLength(line);
      }
      expect(endOfWholeLines(cut)).toBe(expected);
    }),
    { numRuns: 300, verbose: 1 }, // A failure prints its seed.
  );
});

test.each(["os", "fsync"] as const)(
  "with durability %s whoever listens is told of each event once, and only when it is kept",
  async (durability) => {
    const folder = await newFolder();
    await using log = await open(folder, { durability });
    const told: string[][] = [];
    await log.append(clickEvent({ id: "before" }));
    const listening = log.listen((events) => {
      for (const { id } of events) expect(activeFiles(folder).flatMap(idsIn)).toContain(id);
      told.push(events.map(({ id }) => id));
    });
    await Promise.all(["a", "b"].map((id) => log.append(clickEvent({ id }))));
    const full = new Error("no space left on device");
    writeSync.mockImplementationOnce(() => {
      throw full;
    });
    await expect(log.append(clickEvent({ id: "refused" }))).rejects.toBe(full);
    writeSync.mockReset();
    await log.append(clickEvent({ id: "c" }));
    await expect.poll(() => told).toHaveLength(2);
    listening[Symbol.dispose]();
    await log.append(clickEvent({ id: "after" }));
    expect(told).toEqual([["a", "b"], ["c"]]);
  },
);
