import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { clickEvent } from "#testing/click-event.ts";
import { fillDiskFor } from "#testing/fill-disk-for.ts";
import { openEventLog } from "./open-event-log.ts";
import { listSealedSegments } from "./sealed-segments.ts";
import { readSummary } from "./summary-file.ts";

const SEAL_AFTER_MS = 20;

/** An event log that seals by itself, and what it says. */
async function startLog() {
  const folder = await mkdtemp(join(tmpdir(), "events-"));
  const log = { error: vi.fn() };
  const onFatal = (error: Error) => {
    throw error;
  };
  const events = await openEventLog({
    folder,
    durability: "os",
    onFatal,
    log,
    sealAfterMs: SEAL_AFTER_MS,
  });
  onTestFinished(async () => {
    await events[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const slot = join(folder, "0");
  return {
    log,
    sealed: join(slot, "sealed"),
    append: (id: string) => events.append(clickEvent({ id })),
    list: () => listSealedSegments(folder),
    sealedIds: async () => {
      const texts = (await listSealedSegments(folder)).map(({ path }) => readFileSync(path, "utf8"));
      return texts.flatMap((text) => text.split("\n").slice(0, -1)).map((line) => JSON.parse(line).id);
    },
    activeNames: () => readdir(join(slot, "active")),
  };
}

test("a folder of sealed segments that somebody removed is made again", async () => {
  const { append, sealed, sealedIds, activeNames, log } = await startLog();
  await rmdir(sealed);
  await append("a");
  await expect.poll(sealedIds).toEqual(["a"]);
  expect(await activeNames()).toEqual([]);
  expect(log.error).not.toHaveBeenCalled();
});

test("what cannot be sealed is said at once and every minute with its cause, waits, and is neither lost nor doubled", async () => {
  const { append, sealed, sealedIds, activeNames, log } = await startLog();
  const seals = vi.spyOn(globalThis, "setTimeout");
  onTestFinished(() => seals.mockRestore());
  await rmdir(sealed);
  await writeFile(sealed, "in the way");
  await append("a");
  await expect.poll(() => log.error.mock.calls.length).toBe(1);
  const [said] = log.error.mock.calls;
  expect(said).toEqual([
    { err: expect.objectContaining({ code: "EEXIST" }), segments: 1 },
    expect.stringContaining("cannot be made ready"),
  ]);
  await append("b");
  const attempts = () => seals.mock.calls.filter(([, ms]) => ms === SEAL_AFTER_MS).length;
  await expect.poll(attempts).toBeGreaterThan(5);
  expect(await activeNames()).toHaveLength(2);
  expect(log.error).toHaveBeenCalledTimes(1);
  const later = performance.now() + 60_000;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => later);
  onTestFinished(() => clock.mockRestore());
  await expect.poll(() => log.error.mock.calls.map(([{ segments }]) => segments)).toEqual([1, 2]);
  await rm(sealed);
  await expect.poll(sealedIds).toEqual(["a", "b"]);
  expect(await activeNames()).toEqual([]);

  await rename(sealed, `${sealed}-before`);
  await writeFile(sealed, "in the way again");
  await append("c");
  await expect.poll(() => log.error.mock.calls.length).toBe(3);
  await rm(sealed);
  await rename(`${sealed}-before`, sealed);
  await expect.poll(sealedIds).toEqual(["a", "b", "c"]);
});

test.each(["ENOSPC", "EDQUOT"] as const)(
  "when half a summary meets %s, the segment is sealed without one, and the half is gone",
  async (code) => {
    const { append, sealed, list, sealedIds, activeNames, log } = await startLog();
    await fillDiskFor(/"isOnlyCopy"/, code);
    await append("a");
    await expect.poll(sealedIds).toEqual(["a"]);
    expect(await activeNames()).toEqual([]);
    const [segment] = await list();
    expect(segment && (await readSummary(segment))).toBeUndefined();
    expect(await readdir(sealed)).toHaveLength(1);
    expect(log.error).not.toHaveBeenCalled();
  },
);
