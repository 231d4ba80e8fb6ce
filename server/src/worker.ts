import { checkDueLinks } from "#features/link-health/index.ts";
import { type TokenWatch, warnOfExpiry } from "#features/tokens/index.ts";
import { sweepSessions } from "#features/users/index.ts";
import { AppError } from "#kernel/errors.ts";
import { countClicks } from "#platform/count-clicks.ts";
import type { AskWarehouse, ControlDeps } from "#platform/deps.ts";
import { runPeriodically } from "#platform/jobs/run-periodically.ts";
import { isCounted } from "#platform/pending-visits/is-counted.ts";
import { startPendingVisits } from "#platform/pending-visits/start-pending-visits.ts";
import { sweep } from "#platform/sweep.ts";
import { type Shipper, startShipper } from "#warehouse/start-shipper.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";
import { WarehouseUnavailable } from "#warehouse/warehouse-unavailable.ts";

type Options = {
  readonly deps: ControlDeps;
  readonly tokenWatch: TokenWatch;
  readonly warehouse: Warehouse;
  readonly eventsFolder: string;
};

const MINUTE_MS = 60_000;

/** Wires what happens without anyone asking: events go to the warehouse, tokens are watched, what is old is swept. */
export function startWorker({ deps, tokenWatch, warehouse, eventsFolder }: Options): Worker {
  const stack = new AsyncDisposableStack();
  const stop = new AbortController();
  const { log } = deps;
  const shipper = stack.use(
    startShipper({
      eventsFolder,
      warehouse: onceOnly(deps, warehouse),
      log,
      fold: (summary) => countClicks(deps, summary),
    }),
  );
  stack.use(startPendingVisits({ ...deps, eventsFolder }));
  stack.defer(() => tokenWatch.flush());
  stack.use(
    runPeriodically(
      [
        { name: "tokens.watch", everyMs: MINUTE_MS / 2, run: () => tokenWatch.flush() },
        { name: "tokens.warn-of-expiry", everyMs: 10 * MINUTE_MS, run: () => warnOfExpiry(deps) },
        {
          name: "links.check-health",
          everyMs: 5 * MINUTE_MS,
          run: () => checkDueLinks(deps, stop.signal),
        },
        { name: "sweep", everyMs: 60 * MINUTE_MS, run: () => sweep(deps) },
        { name: "users.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepSessions(deps) },
      ],
      log,
    ),
  );
  stack.defer(() => stop.abort()); // First of all: the next that is disposed of waits for its jobs.
  return { shipper, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/**
 * Takes each segment once, however late its copy comes: the engine itself recognises the last ten thousand only, and a
 * machine that was away for a day may bring one that others have shipped meanwhile.
 */
const onceOnly = ({ db }: Pick<ControlDeps, "db">, warehouse: Warehouse): Warehouse => ({
  ...warehouse,
  insertSegment: async (segment) => {
    if (!(await isCounted(db.read, segment.segmentId))) await warehouse.insertSegment(segment);
  },
});

export type Worker = AsyncDisposable & { readonly shipper: Shipper };

/** Questions to the warehouse; while it does not answer, the documented 503. */
export const askThrough =
  (warehouse: Warehouse): AskWarehouse =>
  async (sql, params, signal) => {
    try {
      return await warehouse.query(sql, params, { signal });
    } catch (cause) {
      if (!(cause instanceof WarehouseUnavailable)) throw cause;
      throw new AppError("unavailable", "Analytics are not available right now.", {
        cause,
        retryAfterSeconds: 5,
      });
    }
  };
