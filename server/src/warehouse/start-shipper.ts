import { relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { whileFree } from "#platform/event-log/hold-events.ts";
import { recoverDeadSlots } from "#platform/event-log/recover-slot.ts";
import {
  listSealedSegments,
  oldestSealedAt,
  type SealedSegment,
} from "#platform/event-log/sealed-segments.ts";
import { takeShipping } from "#platform/event-log/shipment-plans.ts";
import { withLogContext } from "#platform/observing/log-context.ts";
import { type FileError, isFileError } from "./is-file-error.ts";
import { type Load, nextLoads } from "./next-loads.ts";
import { type LoadOptions, type Shipped, shipLoad } from "./ship-load.ts";
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

type Options = Omit<LoadOptions, "leaveOut"> & { readonly intervalMs?: number };

const BACKOFF_MS_MAX = 5_000;
const RECOVER_EVERY_MS = 30_000;
/** Loads under way: the engine reads two, and the counters take a third meanwhile. More would keep visitors waiting. */
const LANES = 3;

/**
 * Carries sealed segments to the warehouse, oldest first and as many at once as wait, until it is disposed of. Never throws.
 * Of the processes that share a folder one at a time does.
 */
export function startShipper({ intervalMs = 250, ...options }: Options): Shipper {
  const { eventsFolder } = options;
  const stop = new AbortController();
  const counters: ShipperCounters = { segments: 0, events: 0, rejected: 0, failures: 0, pending: 0 };
  /** When each segment that waits began, by its path, oldest first. */
  const waiting = new Map<string, number>();
  const { leaveOut, sayAgain } = leavingOut(options, counters);
  let recoveredAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<readonly SealedSegment[]> {
    const sealed = await listSealedSegments(eventsFolder);
    waiting.clear();
    for (const { path, startedAt } of sealed) waiting.set(path, startedAt);
    counters.pending = waiting.size;
    return sealed;
  }

  async function shipAll(): Promise<void> {
    if (performance.now() - recoveredAt > RECOVER_EVERY_MS) {
      await recover(options);
      sayAgain();
      recoveredAt = performance.now();
    }
    if (oldestSealedAt(eventsFolder).length === 0) {
      waiting.clear();
      counters.pending = 0;
      return;
    }
    using shipping = takeShipping(eventsFolder);
    const sealed = await look();
    if (shipping === undefined) return; // Another process does it.
    if (!options.warehouse.ready()) throw new WarehouseUnavailable();
    await inLanes(nextLoads(eventsFolder, sealed, leaveOut), stop.signal, async (load) => {
      const shipped = await whileFree(eventsFolder, () => ship(load, { ...options, leaveOut }), stop.signal);
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

/** Counts what is left out, and says so of each file once until it is told to say it again. */
function leavingOut({ eventsFolder, log }: Options, counters: ShipperCounters) {
  const said = new Set<string>();
  return {
    leaveOut: (err: FileError): void => {
      counters.failures += 1;
      if (said.has(err.path)) return;
      said.add(err.path);
      const path = relative(eventsFolder, err.path);
      log.error(
        { path, err },
        "A file of the event log cannot be read. Its events wait, others are shipped.",
      );
    },
    sayAgain: () => said.clear(),
  };
}

/** What fails for one file keeps back nothing but its load. */
async function ship(load: Load, options: LoadOptions): Promise<readonly Shipped[]> {
  try {
    return await shipLoad(load, options);
  } catch (cause) {
    if (!isFileError(cause)) throw cause;
    options.leaveOut(cause);
    return [];
  }
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
