import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { openWarehouse } from "#warehouse/open-warehouse.ts";
import { askThrough, removeThrough, streamThrough } from "#worker.ts";
import { clickEvent } from "./click-event.ts";
import { shipWaiting } from "./ship-waiting.ts";

/** A click of `acme`, but for what is said otherwise. */
export function visitEvent(at: string, differences: Partial<VisitEvent> = {}): VisitEvent {
  const ms = Date.parse(at);
  return clickEvent({ id: newId("evt", ms), at: ms, handleId: "hdl_acme", ...differences });
}

/** The real event log and warehouse over a private folder. `record` resolves when the events can be asked for. */
export async function startAnalytics() {
  const folder = await mkdtemp(join(tmpdir(), "analytics-"));
  const log = pino({ level: "error" });
  const eventsFolder = join(folder, "events");
  const warehouse = openWarehouse({ dataDir: folder, log });
  const onFatal = (cause: Error) => {
    throw cause;
  };
  const events = await openEventLog({ folder: eventsFolder, durability: "os", onFatal });
  await warehouse.whenReady();
  return {
    warehouse,
    askWarehouse: askThrough(warehouse),
    streamWarehouse: streamThrough(warehouse),
    removeEvents: removeThrough(warehouse),
    eventsFolder,
    record: async (list: readonly VisitEvent[]) => {
      await Promise.all(list.map((event) => events.append(event)));
      await events.sealNow();
      const fold = async () => {};
      await shipWaiting(eventsFolder, { warehouse, fold, log });
    },
    [Symbol.asyncDispose]: async () => {
      await events[Symbol.asyncDispose]();
      await warehouse[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
