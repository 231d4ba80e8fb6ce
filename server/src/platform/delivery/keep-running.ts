import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { JobLog } from "#platform/jobs/job-log.ts";
import { withLogContext } from "#platform/observing/log-context.ts";

type Options = {
  readonly name: string;
  /** Resolves to whether there is more to do at once. */
  readonly turn: () => Promise<boolean>;
  /** How long to rest when there is not, unless somebody rings. */
  readonly restMs: number;
  /** How long a turn that somebody rang for waits for others who may ring. */
  readonly gatherMs?: number;
  readonly log: Pick<Logger, "error" | "info">;
  readonly failureMsMax?: number;
  /** Told of each turn. */
  readonly jobs?: Pick<JobLog, "note"> | undefined;
};

export type Loop = {
  /** Ends a rest: there may be something to do. */
  readonly ring: () => void;
  /** Resolves when the turn that is under way has ended; there is none after it. */
  readonly stop: () => Promise<void>;
};

/**
 * Takes turn after turn until it is stopped. A turn that throws, because a store is away or for whatever reason, is taken
 * again after a pause that grows to `failureMsMax`: nothing but `stop` ends it. Said once, and once more when it is over.
 * What is logged in a turn carries the name and an id of that turn.
 */
export function keepRunning({
  name,
  turn,
  restMs,
  gatherMs = 0,
  log,
  failureMsMax = 5_000,
  jobs,
}: Options): Loop {
  const stop = new AbortController();
  let bell = new AbortController();
  let failures = 0;

  async function take(): Promise<number> {
    const begun = performance.now();
    const note = (isFailure: boolean) =>
      jobs?.note({ name, seconds: (performance.now() - begun) / 1000, isFailure });
    try {
      const hasMore = await turn();
      note(false);
      if (failures > 0) log.info({ job: name, failures }, "job runs again");
      failures = 0;
      return hasMore ? 0 : restMs;
    } catch (err) {
      note(true);
      if (failures === 0) log.error({ err, job: name }, "job failed; it is tried again");
      failures += 1;
      return Math.min(restMs * 2 ** Math.min(failures, 20), failureMsMax);
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      bell = new AbortController(); // Before the turn: what comes during it may need another.
      const waitMs = await withLogContext({ job: name, runId: randomUUID() }, take);
      // A failure is waited out, or whoever rings would keep a store busy that is just coming back.
      const wakers = failures > 0 ? [stop.signal] : [stop.signal, bell.signal];
      await sleep(waitMs, undefined, { signal: AbortSignal.any(wakers), ref: false }).catch(() => {});
      if (gatherMs > 0 && bell.signal.aborted) {
        await sleep(gatherMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
      }
    }
  }

  const running = run();
  return {
    ring: () => bell.abort(),
    stop: () => {
      stop.abort();
      return running;
    },
  };
}
