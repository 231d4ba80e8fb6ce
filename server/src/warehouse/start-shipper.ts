import { relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { whileFree } from "#platform/event-log/hold-events.ts";
import { listSlots } from "#platform/event-log/list-slots.ts";
import { recoverDeadSlots } from "#platform/event-log/recover-slot.ts";
import { listSealedSegments, type SealedSegment } from "#platform/event-log/sealed-segments.ts";
import { takeShipping } from "#platform/event-log/shipment-plans.ts";
import { withLogContext } from "#platform/observing/log-context.ts";
import { type Load, nextLoads } from "./next-loads.ts";
import { type LoadOptions, shipLoad } from "./ship-load.ts";
import { unlessUnreadable } from "./unless-unreadable.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";
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

type Options = Omit<LoadOptions, "leaveOut"> & {
  readonly intervalMs?: number;
  /** After which what could not be read, and what the dead have left, is looked at again. */
  readonly lookAgainMs?: number;
};

const BACKOFF_MS_MAX = 5_000;
const LOOK_AGAIN_MS = 30_000;
const SAY_EVERY_MS = 30_000;
/** Loads under way: the engine reads two, and the counters take a third meanwhile. More would keep visitors waiting. */
const LANES = 3;

/**
 * Carries sealed segments to the warehouse, oldest first and as many at once as wait, until it is disposed of. Never throws.
 * Of the processes that share a folder one at a time does.
 */
export function startShipper(options: Options): Shipper {
  const { eventsFolder, intervalMs = 250, lookAgainMs = LOOK_AGAIN_MS } = options;
  const stop = new AbortController();
  const counters: ShipperCounters = { segments: 0, events: 0, rejected: 0, failures: 0, pending: 0 };
  /** When each segment that waits began, by its path, oldest first. */
  const waiting = new Map<string, number>();
  const leftOut = leavingOut(options, counters);
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<readonly SealedSegment[]> {
    const sealed = await listSealedSegments(eventsFolder, leftOut.leaveFolderOut);
    waiting.clear();
    for (const { path, startedAt } of sealed) waiting.set(path, startedAt);
    counters.pending = waiting.size;
    return sealed;
  }

  async function shipAll(): Promise<void> {
    if (performance.now() - lookedAt > lookAgainMs) {
      await recover(options);
      leftOut.clear();
      lookedAt = performance.now();
    }
    if (listSlots(eventsFolder, "sealed", () => {}).every(({ names }) => names.length === 0)) {
      waiting.clear();
      counters.pending = 0;
      return;
    }
    using taken = takeShipping(eventsFolder);
    const sealed = await look();
    if (taken === undefined) return; // Another process does it.
    if (!options.warehouse.ready()) throw new WarehouseUnavailable();
    await inLanes(nextLoads(eventsFolder, sealed, leftOut), stop.signal, async (load) => {
      const { leaveOut } = leftOut; // What fails for one file keeps back nothing but its load.
      const shipping = () => unlessUnreadable(leaveOut, () => shipLoad(load, { ...options, leaveOut }));
      const shipped = (await whileFree(eventsFolder, shipping, stop.signal)) ?? [];
      const gone = new Set(shipped.map(({ segmentId }) => segmentId));
      for (const { events, isRejected } of shipped) {
        counters.segments += 1;
        counters.events += events;
        if (isRejected) counters.rejected += 1;
      }
      for (const { segmentId, path } of load.segments) if (gone.has(segmentId)) waiting.delete(path);
      counters.pending = waiting.size;
    });
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
    oldestPendingAgeMs: () => {
      const [oldest = Date.now()] = waiting.values();
      return Date.now() - oldest;
    },
    [Symbol.asyncDispose]: () => {
      stop.abort();
      return running;
    },
  };
}

async function recover({ eventsFolder, log }: Options): Promise<void> {
  for (const { path, cause: err } of await recoverDeadSlots(eventsFolder))
    log.error(
      { path, err },
      "A slot of the event log cannot be recovered. What its process left unsealed waits.",
    );
}

/** Remembers what is left out, until it is to be looked at again, and says so of each file every half a minute at most. */
function leavingOut({ eventsFolder, log }: Options, counters: ShipperCounters) {
  const paths = new Set<string>();
  const saidAt = new Map<string, number>();
  const leaveOut = (err: UnreadableSegment): void => {
    if (paths.has(err.path)) return;
    counters.failures += 1;
    paths.add(err.path);
    const now = performance.now();
    if (now - (saidAt.get(err.path) ?? Number.NEGATIVE_INFINITY) < SAY_EVERY_MS) return;
    saidAt.set(err.path, now);
    log.error(
      { path: relative(eventsFolder, err.path), err },
      "A file of the event log cannot be read. Its events wait, others are shipped.",
    );
  };
  return {
    isLeftOut: (path: string) => paths.has(path),
    leaveOut,
    leaveFolderOut: (folder: string, cause: unknown) => leaveOut(new UnreadableSegment(folder, cause)),
    clear: () => paths.clear(),
  };
}

/** Carries each load once, until one fails or the signal is aborted. Rejects with the first failure once nothing is under way. */
async function inLanes(
  loads: AsyncGenerator<Load>,
  signal: AbortSignal,
  carry: (load: Load) => Promise<void>,
): Promise<void> {
  let isFailed = false;
  const lane = async () => {
    for await (const load of loads) {
      if (signal.aborted || isFailed) return;
      await carry(load).catch((cause) => {
        isFailed = true;
        throw cause;
      });
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const refused = settled.find(({ status }) => status === "rejected");
  if (refused?.status === "rejected") throw refused.reason;
}
