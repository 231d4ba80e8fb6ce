import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";
import { createCapture } from "#platform/event-log/create-capture.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const writeSync = spyOnFs("writeSync");

/** An edge whose event log and database can both run out of room. */
async function startOnSmallDisk() {
  const folder = await mkdtemp(join(tmpdir(), "full-disk-"));
  const onFatal = (cause: Error) => {
    throw cause;
  };
  const log = { error: vi.fn(), info: vi.fn() };
  const events = await openEventLog({ folder, durability: "os", onFatal });
  const capture = createCapture({ events, clock: { now: () => new Date() }, log });
  const edge = await startEdge({ override: { events: capture } });
  onTestFinished(async () => {
    writeSync.mockReset();
    await edge[Symbol.asyncDispose]();
    await events[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  return {
    edge,
    capture,
    events,
    folder,
    fill: async () => {
      writeSync.mockImplementation(() => {
        throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      });
      await fillDatabase(edge.db);
    },
    empty: async () => {
      writeSync.mockReset();
      await allowPages(edge.db, 1_000_000);
    },
  };
}

const allowPages = (db: Database, pages: number) =>
  db[WRITE](async (tx) => void (await sql.raw(`pragma max_page_count = ${pages}`).execute(tx)));

/** It keeps the pages that it has and gets no more, and the last one for budgets has no room for even a short row. */
async function fillDatabase(db: Database): Promise<void> {
  await allowPages(db, 1);
  const fill = async () => {
    for (let row = 0; row < 10_000; row++) {
      const filler = { handle_id: "h", slug: `${row}`, used: 0 };
      await db[WRITE]((tx) => tx.insertInto("click_budgets").values(filler).execute());
    }
  };
  await expect(fill()).rejects.toThrow("cannot commit"); // SQLite has undone the whole batch by itself.
}

test("on a full disk visitors are sent on, and each that is not recorded is counted", async () => {
  const { edge, capture, events, folder, fill } = await startOnSmallDisk();
  await edge.setRoute("launch", routeTo());
  await fill();
  for (let visit = 0; visit < 3; visit++) {
    expect(await edge.visit("/launch")).toMatchObject({
      status: 302,
      location: "https://example.com/landing",
    });
  }
  expect(await edge.visit("/nowhere")).toMatchObject({ status: 404 });
  expect({ dropped: capture.dropped(), failures: edge.failures }).toEqual({ dropped: 4, failures: [] });
  await events.sealNow();
  expect(await listSealedSegments(folder)).toEqual([]);
});

test("a click that must be spent on disk is refused while the disk is full, and given afterwards", async () => {
  const { edge, fill, empty } = await startOnSmallDisk();
  await edge.setRoute("limited", routeTo({ maxClicks: 1 }));
  await fill();
  expect(await edge.visit("/limited")).toMatchObject({ status: 503, location: undefined });
  await empty();
  expect(await edge.visit("/limited")).toMatchObject({ status: 302 });
  expect(await edge.visit("/limited")).toMatchObject({ status: 410, location: undefined });
});
