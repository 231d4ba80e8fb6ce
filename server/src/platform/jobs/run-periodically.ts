import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

export type PeriodicJob = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
};

/** Runs each job again and again, never two of one at once. One that fails is logged and has its next turn all the same. */
export function runPeriodically(jobs: readonly PeriodicJob[], log: Logger): AsyncDisposable {
  const stop = new AbortController();
  const running = jobs.map(async ({ name, everyMs, run }) => {
    while (!stop.signal.aborted) {
      await run().catch((err: unknown) => log.error({ err, job: name }, "job failed"));
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
