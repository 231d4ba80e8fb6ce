import { keepRunning } from "#platform/delivery/keep-running.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { JobLog } from "#platform/jobs/job-log.ts";
import { Dispatcher, type DispatcherOptions } from "./dispatcher.ts";

export type Webhooks = AsyncDisposable & {
  /** How long the delivery has been due that has waited for longest, of endpoints that answer. */
  readonly oldestDueSeconds: () => number;
};

type Options = Omit<DispatcherOptions, "wantsMore"> & {
  /** Told of each turn. */
  readonly jobs?: Pick<JobLog, "note">;
};

/** How long a commit may wait for somebody to look, in milliseconds. */
const REST_MS = 100;
/** So that endpoints which are done at about the same time share a claim. */
const GATHER_MS = 10;
const PATIENCE_MS = 3_000;

/**
 * Delivers webhooks until it is disposed of, and comes back by itself from whatever a store may do. What a process that
 * died held is taken up when its lease ends.
 */
export function startWebhooks(deps: ControlDeps, { jobs, ...options }: Options = {}): Webhooks {
  const dispatcher = new Dispatcher(deps, { ...options, wantsMore: () => delivering.ring() });
  const { log } = deps;
  // Apart, so that neither waits for the other's trouble.
  const delivering = keepRunning({
    name: "webhooks.deliver",
    turn: async () => {
      await dispatcher.deliver();
      return false; // Whoever makes room rings.
    },
    restMs: REST_MS,
    gatherMs: GATHER_MS,
    ...{ log, jobs },
  });
  const dispatching = keepRunning({
    name: "webhooks.dispatch",
    turn: async () => {
      const { deliveries, hasMore } = await dispatcher.fanOut();
      if (deliveries > 0) delivering.ring();
      return hasMore;
    },
    restMs: REST_MS,
    ...{ log, jobs },
  });
  return {
    oldestDueSeconds: () => dispatcher.oldestDueMs() / 1000,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([dispatching.stop(), delivering.stop()]);
      await dispatcher.stop(PATIENCE_MS);
    },
  };
}
