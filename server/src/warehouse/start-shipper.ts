import { setTimeout as delay } from "node:timers/promises";
import { whileFree } from "#platform/event-log/hold-events.ts";
import { recoverDeadSlots } from "#platform/event-log/recover-slot.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { withLogContext } from "#platform/observing/log-context.ts";
import type { Log } from "./log.ts";
import { type Fold, shipSegment } from "./ship-segment.ts";
import type { Warehouse } from "./warehouse.ts";
import { WarehouseUnavailable } from "./warehouse-unavailable.ts";

export type Shipper = AsyncDisposable & {
  readonly counters: Readonly<ShipperCounters>;
  /** Of the oldest segment that was waiting when it last looked. */
  readonly oldestPendingAgeMs: () => number;
};

export type ShipperCounters = {
  segments: number;
  events: number;
  /** Segments of which something was kept aside. */
  rejected: number;
  failures: number;
  /** Segments that wait. */
  pending: number;
};

type Options = {
  readonly eventsFolder: string;
  readonly warehouse: Warehouse;
  readonly fold: Fold;
  readonly log: Log;
  readonly intervalMs?: number;
};

const BACKOFF_MS_MAX = 5_000;
const RECOVER_EVERY_MS = 30_000;
/** Segments under way: while the counters take one, the engine reads the next. More would keep visitors waiting. */
const LANES = 2;

/** Carries sealed segments to the warehouse, oldest first and two at a time, until it is disposed of. Never throws. */
export function startShipper({ intervalMs = 250, ...options }: Options): Shipper {
  const stop = new AbortController();
  const counters: ShipperCounters = { segments: 0, events: 0, rejected: 0, failures: 0, pending: 0 };
  let oldestPending: number | undefined;
  let recoveredAt = Number.NEGATIVE_INFINITY;

  async function shipAll(): Promise<void> {
    if (performance.now() - recoveredAt > RECOVER_EVERY_MS) {
      await recoverDeadSlots(options.eventsFolder);
      recoveredAt = performance.now();
    }
    const waiting = new Set(await listSealedSegments(options.eventsFolder));
    const next = waiting.values(); // One for both, so that each segment is taken once.
    const look = () => {
      counters.pending = waiting.size;
      const [oldest] = waiting;
      oldestPending = oldest?.startedAt;
    };
    let failed = false;
    const ship = async (): Promise<void> => {
      for (const segment of next) {
        if (stop.signal.aborted || failed) return;
        const { events, isRejected } = await whileFree(
          options.eventsFolder,
          () => unlessTaken(shipSegment(segment, options)),
          stop.signal,
        );
        counters.segments += 1;
        counters.events += events;
        if (isRejected) counters.rejected += 1;
        waiting.delete(segment);
        look();
      }
    };
    const noteFailure = (cause: unknown) => {
      failed = true;
      throw cause;
    };
    look();
    const lanes = Array.from({ length: LANES }, () => ship().catch(noteFailure));
    const refused = (await Promise.allSettled(lanes)).find(({ status }) => status === "rejected");
    if (refused?.status === "rejected") throw refused.reason;
  }

  async function run(): Promise<void> {
    let failuresInARow = 0;
    while (!stop.signal.aborted) {
      const before = counters.segments;
      try {
        await shipAll();
        failuresInARow = 0;
      } catch (cause) {
        if (stop.signal.aborted) break; // It waited for whoever holds the log.
        counters.failures += 1;
        if (counters.segments > before) failuresInARow = 0; // What fails now is not what failed before.
        // A warehouse that is away has said so itself, and at every start it is away for a moment.
        if (failuresInARow === 0 && !(cause instanceof WarehouseUnavailable)) {
          options.log.error({ err: cause }, "Events cannot be shipped. They wait.");
        }
        failuresInARow += 1;
      }
      const waitMs = Math.min(intervalMs * 2 ** failuresInARow, Math.max(intervalMs, BACKOFF_MS_MAX));
      await delay(waitMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  const running = withLogContext({ job: "events.ship" }, run);
  return {
    counters,
    oldestPendingAgeMs: () => (oldestPending === undefined ? 0 : Date.now() - oldestPending),
    [Symbol.asyncDispose]: () => {
      stop.abort();
      return running;
    },
  };
}

/** Another process may ship the same folder: both give the same id, so what counts is that one of them removed it. */
async function unlessTaken<T extends { events: number; isRejected: boolean }>(shipped: Promise<T>) {
  return shipped.catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT")
      return { events: 0, isRejected: false };
    throw cause;
  });
}
