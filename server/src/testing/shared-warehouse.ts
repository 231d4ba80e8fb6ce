import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as endOfTurn } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { listSealedSegments, type SealedSegment } from "#platform/event-log/sealed-segments.ts";
import { openWarehouse } from "#warehouse/open-warehouse.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";
import { clickEvent } from "./click-event.ts";

export const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
export const PATIENT = { timeout: 40_000, interval: 20 };

/** One engine for all tests of a file, since starting one costs more than most of them. */
export function sharedWarehouse() {
  vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.
  const shared: { warehouse?: Warehouse; dataDir?: string } = {};
  const warehouse = (): Warehouse => {
    if (shared.warehouse === undefined) throw new Error("The warehouse is not open yet.");
    return shared.warehouse;
  };
  beforeAll(async () => {
    shared.dataDir = await mkdtemp(join(tmpdir(), "warehouse-"));
    shared.warehouse = openWarehouse({ dataDir: shared.dataDir, log });
    await shared.warehouse.whenReady();
  }, 60_000);
  afterAll(async () => {
    await shared.warehouse?.[Symbol.asyncDispose]();
    if (shared.dataDir !== undefined) await rm(shared.dataDir, { recursive: true, force: true });
  });
  return {
    warehouse,
    counted: async (handleId: string) => {
      const sql =
        "select count() as rows, uniqExact(id) as ids from events where handleId = {handleId:String}";
      return (await warehouse().query<{ rows: number; ids: number }>(sql, { handleId }))[0];
    },
    killEngine: async (): Promise<void> => {
      const pid = warehouse().enginePid();
      if (pid === undefined) throw new Error("No engine is running.");
      process.kill(pid, "SIGKILL");
      await vi.waitFor(() => expect(warehouse().enginePid()).not.toBe(pid), { timeout: 40_000, interval: 1 });
    },
  };
}

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "events-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * One sealed segment, written as the product writes it. It begins in a millisecond of its own, so that those of a test go in the
 * order in which they were written.
 */
export async function sealed(folder: string, events: readonly VisitEvent[]): Promise<SealedSegment> {
  for (const before = Date.now(); Date.now() === before; ) await endOfTurn();
  const before = new Set((await listSealedSegments(folder)).map(({ segmentId }) => segmentId));
  {
    await using events_ = await openEventLog({ folder, durability: "os", onFatal: console.error });
    await Promise.all(events.map(events_.append));
  }
  const [segment] = (await listSealedSegments(folder)).filter(({ segmentId }) => !before.has(segmentId));
  if (segment === undefined) throw new Error("Nothing was sealed.");
  return segment;
}

let handles = 0;
export const newHandle = () => `hdl_test${handles++}`;
export const eventsOf = (handleId: string, length: number): VisitEvent[] =>
  Array.from({ length }, (_, index) =>
    clickEvent({ id: `${handleId}.${index}`, handleId, slug: `s${index % 2}` }),
  );
