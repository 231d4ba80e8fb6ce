import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { clickEvent } from "#testing/click-event.ts";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import { listUnshipped } from "./list-unshipped.ts";
import { openEventLog } from "./open-event-log.ts";
import { listSealedSegments, removeSegments } from "./sealed-segments.ts";

const writeSync = spyOnFs("writeSync");
const readdirSync = spyOnFs("readdirSync");
afterEach(() => void [writeSync.mockReset(), readdirSync.mockReset()]);

const onFatal = (error: Error) => {
  throw error;
};

/** Logs over one folder, each with a slot of its own, as processes have that share it; none seals by itself. */
async function startLogs() {
  const folder = await mkdtemp(join(tmpdir(), "events-"));
  const stack = new AsyncDisposableStack();
  onTestFinished(async () => {
    await stack.disposeAsync();
    await rm(folder, { recursive: true });
  });
  const open = async () =>
    stack.use(await openEventLog({ folder, durability: "os", onFatal, sealAfterMs: 3_600_000 }));
  return {
    folder,
    ours: await open(),
    theirs: await open(),
    shipAll: async () => removeSegments(await listSealedSegments(folder)),
  };
}

test("what another process writes and does not seal counts until it is shipped", async () => {
  const { ours, theirs, shipAll } = await startLogs();
  expect(ours.oldestUnshippedAt()).toBeUndefined();
  const before = Date.now();
  await theirs.append(clickEvent({ id: "theirs" }));
  const after = Date.now();
  await ours.append(clickEvent({ id: "ours" }));
  const oldest = ours.oldestUnshippedAt();
  expect(oldest).toBeGreaterThanOrEqual(before);
  expect(oldest).toBeLessThanOrEqual(after);
  expect(theirs.oldestUnshippedAt()).toBe(oldest);
  await ours.sealNow();
  await shipAll();
  expect(ours.oldestUnshippedAt()).toBe(oldest);
  await theirs.sealNow();
  expect(ours.oldestUnshippedAt()).toBe(oldest);
  await shipAll();
  expect(ours.oldestUnshippedAt()).toBeUndefined();
});

test("a segment whose every write failed, and what is no segment, does not count", async () => {
  const { folder, ours, theirs } = await startLogs();
  writeSync.mockImplementation(() => {
    throw Object.assign(new Error("no room"), { code: "ENOSPC", syscall: "write" });
  });
  for (const log of [ours, theirs]) {
    await expect(log.append(clickEvent({ id: "lost" }))).rejects.toThrow("no room");
  }
  await writeFile(join(folder, "0", "active", "notes.txt"), "somebody's");
  expect(listUnshipped(folder)).toEqual([]);
  expect(ours.oldestUnshippedAt()).toBeUndefined();
  writeSync.mockReset();
  await theirs.append(clickEvent({ id: "kept" }));
  expect(listUnshipped(folder)).toHaveLength(1);
});

test("after days without a warehouse the oldest of very many segments is found", async () => {
  const { ours } = await startLogs();
  const startedAt = (second: number) => Date.UTC(2026, 0, 1) + second * 1000;
  const names = Array.from({ length: 200_000 }, (_, second) => {
    return `n1-0-${startedAt(second).toString(36)}-0123abcd.ndjson`;
  }).reverse();
  const inFolder = (path: string) => (path.endsWith("sealed") ? names : path.endsWith("active") ? [] : ["0"]);
  readdirSync.mockImplementation(((path: string) => inFolder(path)) as never);
  expect(ours.oldestUnshippedAt()).toBe(startedAt(0));
});

test("where a slot cannot be listed nobody says that all has arrived, and what is in others is listed for whoever asks for that", async () => {
  const { folder, ours, theirs } = await startLogs();
  await ours.append(clickEvent({ id: "ours" }));
  await Promise.all([ours.sealNow(), theirs.sealNow()]);
  const closed = join(folder, "1", "sealed");
  await rm(closed, { recursive: true });
  await writeFile(closed, "no folder");
  expect(() => ours.oldestUnshippedAt()).toThrow("ENOTDIR");
  await expect(listSealedSegments(folder)).rejects.toThrow("ENOTDIR");
  const unlisted: string[] = [];
  expect(await listSealedSegments(folder, (path) => unlisted.push(path))).toHaveLength(1);
  expect(unlisted).toEqual([closed]);
  await rm(closed);
});
