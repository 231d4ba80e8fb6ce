import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { withLogContext } from "#platform/observing/log-context.ts";
import type { JobLog } from "./job-log.ts";

export type PeriodicJob = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
};

/**
 * Runs each job again and again, never two of one at once. One that fails is logged and has its next turn all the same.
 * What is logged in a turn carries the job's name and an id of that turn.
 */
export function runPeriodically(
  jobs: readonly PeriodicJob[],
  log: Logger,
  noted?: Pick<JobLog, "note">,
): AsyncDisposable {
  const stop = new AbortController();
  const running = jobs.map(async ({ name, everyMs, run }) => {
    const turn = async () => {
      const begun = performance.now();
      let isFailure = false;
      await run().catch((err: unknown) => {
        isFailure = true;
        log.error({ err, job: name }, "job failed");
      });
      noted?.note({ name, seconds: (performance.now() - begun) / 1000, isFailure });
    };
    while (!stop.signal.aborted) {
      await withLogContext({ job: name, runId: randomUUID() }, turn);
      await sleep(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  });
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(running);
    },
  };
}
