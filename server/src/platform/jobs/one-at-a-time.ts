import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "#kernel/clock.ts";
import type { Database, Tx } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";
import { claimJob, endJob, renewJob } from "./claim-job.ts";

/** Waits for its turn until `signal`. */
export type OneAtATime = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

type Deps = { readonly db: Pick<Database, typeof WRITE>; readonly clock: Clock };

const HOLD_MS = 15_000;
const RENEW_MS = 5_000;
const LOOK_MS = 250;

/**
 * Of all processes that share a database one at a time does the work of this name. Who dies in the middle is waited for no
 * longer than fifteen seconds; so is who cannot reach the database for that long, and may still be at work then.
 */
export function oneAtATime({ db, clock }: Deps, job: string): OneAtATime {
  const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => db[WRITE](work);
  const claim = () =>
    inTransaction((tx) => claimJob(tx, job, { now: clock.now(), everyMs: 0, holdMs: HOLD_MS }));
  const renew = async (held: number): Promise<number> => {
    const until = clock.now().getTime() + HOLD_MS;
    await inTransaction((tx) => renewJob(tx, job, held, until));
    return until;
  };
  return async (work, signal) => {
    let held = await claim();
    for (; held === undefined; held = await claim())
      await delay(LOOK_MS, undefined, { ...(signal && { signal }) });
    let renewed = Promise.resolve(held);
    const renewNext = () => {
      renewed = renewed.then((last) => renew(last).catch(() => last));
    };
    const renewing = setInterval(renewNext, RENEW_MS);
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      const last = await renewed;
      await inTransaction((tx) => endJob(tx, job, last, null));
    }
  };
}
