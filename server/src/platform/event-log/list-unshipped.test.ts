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
afterEach(() => void writeSync.mockReset());

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
