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
    throw Object.assign(new Error("the disk refuses"), { code });
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
