import { join } from "node:path";
import { systemClock } from "#kernel/clock.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { LiveEvents } from "#platform/live-events/live-events.ts";

/**
 * Analytics of an installation where nothing has happened. Its live streams end as they begin, so that whoever asks
 * everything gets an answer.
 */
export function emptyWarehouse(folder: string, log: ControlDeps["log"]) {
  const askWarehouse = async () => [];
  const events = { listen: () => ({ [Symbol.dispose]: () => {} }) };
  const liveEvents = new LiveEvents({ events, askWarehouse, clock: systemClock, log });
  void liveEvents[Symbol.asyncDispose]();
  return {
    askWarehouse,
    streamWarehouse: async function* () {},
    removeEvents: async () => {},
    eventsFolder: join(folder, "events"),
    oldestUnshippedAt: () => null,
    liveEvents,
  } satisfies Partial<ControlDeps>;
}
