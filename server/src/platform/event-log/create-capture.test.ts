import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { clickEvent } from "#testing/click-event.ts";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import { createCapture } from "./create-capture.ts";
import { openEventLog } from "./open-event-log.ts";
import { listSealedSegments } from "./sealed-segments.ts";

const writeSync = spyOnFs("writeSync");
afterEach(() => void writeSync.mockReset()); // Back to the real one.

const failDiskWith = (code: string) =>
  writeSync.mockImplementation(() => {
    throw Object.assign(new Error("the disk refuses"), { code, syscall: "write" });
  });

/** A capture over the real event log, whose disk a test may break. */
async function startCapture() {
  const folder = await mkdtemp(join(tmpdir(), "capture-"));
  const onFatal = (cause: Error) => {
    throw cause;
  };
  const events = await openEventLog({ folder, durability: "os", onFatal });
  onTestFinished(async () => {
    await events[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  let now = Date.UTC(2026, 0, 1);
  const log = { error: vi.fn(), info: vi.fn() };
  return {
    ...createCapture({ events, clock: { now: () => new Date(now) }, log }),
    log,
    advance: (ms: number) => {
      now += ms;
    },
    keptIds: async () => {
      await events.sealNow();
      const files = await Promise.all(
        (await listSealedSegments(folder)).map(({ path }) => readFile(path, "utf8")),
      );
      return files.flatMap((text) => text.split("\n").slice(0, -1)).map((line) => JSON.parse(line).id);
    },
  };
}

test.each(["ENOSPC", "EDQUOT"])(
  "on %s an event is dropped, counted and said; the next that fits is kept",
  async (code) => {
    const { append, dropped, isFull, log, keptIds } = await startCapture();
    await append(clickEvent({ id: "before" }));
    failDiskWith(code);
    await append(clickEvent({ id: "lost" }));
    await append(clickEvent({ id: "lost too" }));
    expect({ dropped: dropped(), isFull: isFull() }).toEqual({ dropped: 2, isFull: true });
    expect(log.info).not.toHaveBeenCalled();
    writeSync.mockReset();
    await append(clickEvent({ id: "after" }));
    expect({ dropped: dropped(), isFull: isFull() }).toEqual({ dropped: 2, isFull: false });
    expect(log.info).toHaveBeenCalledTimes(1);
    expect(await keptIds()).toEqual(["before", "after"]);
  },
);

test("a full disk is said at once and then once a minute, with how much was lost", async () => {
  const { append, advance, log } = await startCapture();
  failDiskWith("ENOSPC");
  for (const wait of [0, 1_000, 58_000, 1_000]) {
    advance(wait);
    await append(clickEvent({ id: "lost" }));
  }
  expect(log.error.mock.calls.map(([{ events }]) => events)).toEqual([1, 3]);
});

test("a disk that fails otherwise refuses the event, and nothing is counted as dropped", async () => {
  const { append, dropped, isFull, log } = await startCapture();
  failDiskWith("EIO");
  await expect(append(clickEvent({ id: "refused" }))).rejects.toMatchObject({ code: "EIO" });
  expect({ dropped: dropped(), isFull: isFull() }).toEqual({ dropped: 0, isFull: false });
  expect(log.error).not.toHaveBeenCalled();
});

test("a disk that fails is known from the first event that it refuses until one is kept", async () => {
  const { append, isWriting, keptIds } = await startCapture();
  await append(clickEvent({ id: "before" }));
  failDiskWith("EIO");
  expect(await isWriting()).toBe(true); // Nobody has been refused.
  await expect(append(clickEvent({ id: "refused" }))).rejects.toMatchObject({ code: "EIO" });
  expect([await isWriting(), await isWriting()]).toEqual([false, false]);
  writeSync.mockReset();
  await append(clickEvent({ id: "after" }));
  failDiskWith("EIO");
  expect(await isWriting()).toBe(true);
  writeSync.mockReset();
  expect(await keptIds()).toEqual(["before", "after"]);
});

test.each([[1], [0]])(
  "a disk that works again is noticed without a visitor, and the attempt leaves nothing, after %i events",
  async (kept) => {
    const { append, isWriting, keptIds } = await startCapture();
    const ids = Array.from({ length: kept }, (_, number) => `kept ${number}`);
    for (const id of ids) await append(clickEvent({ id }));
    failDiskWith("EROFS");
    await expect(append(clickEvent({ id: "refused" }))).rejects.toMatchObject({ code: "EROFS" });
    expect(await isWriting()).toBe(false);
    writeSync.mockReset();
    expect(await isWriting()).toBe(true);
    expect(await keptIds()).toEqual(ids);
    await append(clickEvent({ id: "after" }));
    expect((await keptIds()).sort()).toEqual(["after", ...ids]); // Segments of one millisecond have no order.
  },
);

test("a disk that was broken and is full sends visitors on again", async () => {
  const { append, isWriting, isFull, dropped } = await startCapture();
  failDiskWith("EIO");
  await expect(append(clickEvent({ id: "refused" }))).rejects.toMatchObject({ code: "EIO" });
  expect(await isWriting()).toBe(false);
  failDiskWith("ENOSPC");
  expect(await isWriting()).toBe(true);
  await append(clickEvent({ id: "lost" }));
  expect([isFull(), dropped(), await isWriting()]).toEqual([true, 1, true]);
});

test("an event that cannot be written for what it is says nothing of the disk", async () => {
  const { append, isWriting, keptIds } = await startCapture();
  const wrong = { ...clickEvent({ id: "wrong" }), status: 302n as unknown as number };
  await expect(append(wrong)).rejects.toThrow(TypeError);
  failDiskWith("EIO");
  expect(await isWriting()).toBe(true); // It would not be, had it tried.
  writeSync.mockReset();
  await append(clickEvent({ id: "right" }));
  expect(await keptIds()).toEqual(["right"]);
});
