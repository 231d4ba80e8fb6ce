import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { VisitEvent } from "@switchyard/server/src/kernel/visit-event.ts";
import { countClicks } from "@switchyard/server/src/platform/count-clicks.ts";
import { openDatabase } from "@switchyard/server/src/platform/database/open-database.ts";
import { takeSlot } from "@switchyard/server/src/platform/event-log/slot.ts";
import { listCounted } from "@switchyard/server/src/platform/pending-visits/list-counted.ts";
import { openWarehouse } from "@switchyard/server/src/warehouse/open-warehouse.ts";
import { startShipper } from "@switchyard/server/src/warehouse/start-shipper.ts";
import type { Warehouse } from "@switchyard/server/src/warehouse/warehouse.ts";
import { AnalyticsSegments } from "./analytics-segments.ts";
import { cpuOf } from "./cpu-of.ts";

export type Shipping = AsyncDisposable & {
  readonly warehouse: Warehouse;
  readonly enginePid: number;
  /** Writes these as segments, of which nobody knows yet. */
  readonly add: (events: readonly VisitEvent[]) => Promise<void>;
  /** Ships what was added, and resolves when it can be asked for and is counted. */
  readonly ship: () => Promise<void>;
  /** Per second of shipping alone, and microseconds of CPU an event of both processes, merging included. */
  readonly figures: () => { readonly perSecond: number; readonly mainUs: number; readonly engineUs: number };
};

const log = { info() {}, warn: console.warn, error: console.error };

/** The product's own way of events from sealed segments to the warehouse and the counters, on a data folder that is not in use. */
export async function openShipping(dataDir: string): Promise<Shipping> {
  const eventsFolder = join(dataDir, "events");
  await mkdir(eventsFolder, { recursive: true });
  const db = openDatabase(join(dataDir, "switchyard.sqlite"));
  const warehouse = openWarehouse({ dataDir, log });
  await warehouse.whenReady();
  const enginePid = warehouse.enginePid() ?? 0;
  const slot = takeSlot(eventsFolder);
  const segments = new AnalyticsSegments(slot);
  const clock = { now: () => new Date() };
  const fold = (summaries: Parameters<typeof countClicks>[1]) => countClicks({ db, clock }, summaries);
  const shipper = startShipper({
    eventsFolder,
    warehouse,
    fold,
    listCounted: (ids) => listCounted(db.read, ids),
    log,
    intervalMs: 1,
  });
  const engineBefore = cpuOf(enginePid);
  let added = 0;
  let shippingMs = 0;
  let mainUs = 0;
  return {
    warehouse,
    enginePid,
    add: async (events) => {
      for (const event of events) await segments.add(event);
      added += events.length;
    },
    ship: async () => {
      await segments.write();
      const [begun, before] = [performance.now(), process.cpuUsage()];
      await segments.show();
      while (shipper.counters.events < added) await sleep(2);
      const { user, system } = process.cpuUsage(before);
      shippingMs += performance.now() - begun;
      mainUs += user + system;
    },
    figures: () => ({
      perSecond: added / (shippingMs / 1000),
      mainUs: mainUs / added,
      engineUs: (cpuOf(enginePid) - engineBefore) / added,
    }),
    [Symbol.asyncDispose]: async () => {
      await shipper[Symbol.asyncDispose]();
      slot[Symbol.dispose]();
      await warehouse[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
