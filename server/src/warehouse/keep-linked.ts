import { setTimeout as delay } from "node:timers/promises";
import type { Connect, Link } from "./link.ts";
import type { Log } from "./log.ts";
import type { WarehouseCounters } from "./warehouse.ts";

type Options = {
  readonly connect: Connect;
  /** What has to be done on a new link before others may use it. */
  readonly prepare: (link: Link) => Promise<void>;
  readonly onChange: (link: Link | undefined) => void;
  readonly counters: WarehouseCounters;
  readonly pingEveryMs: number;
  readonly log: Log;
  readonly signal: AbortSignal;
};

const BACKOFF_MS = { first: 100, max: 5_000 };
const PINGS_MISSED_MAX = 3;

/** Has a link whenever one can be had, until `signal`. Never rejects. */
export async function keepLinked({
  connect,
  prepare,
  onChange,
  counters,
  pingEveryMs,
  log,
  signal,
}: Options): Promise<void> {
  let backoffMs = BACKOFF_MS.first;
  let isOutage = false;
  while (!signal.aborted) {
    try {
      await using link = await connect(signal);
      await prepare(link);
      backoffMs = BACKOFF_MS.first;
      isOutage = false;
      counters.connects += 1;
      onChange(link);
      log.info({ enginePid: link.pid }, "The warehouse is ready.");
      const reason = await Promise.race([link.lost, unanswered(link, pingEveryMs, signal), abortOf(signal)]);
      onChange(undefined);
      if (reason !== undefined) throw reason;
    } catch (cause) {
      if (signal.aborted) break;
      counters.failures += 1;
      if (!isOutage) log.error({ err: cause }, "The warehouse is not available; it is being restored.");
      isOutage = true;
      await delay(backoffMs, undefined, { signal }).catch(() => {});
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MS.max);
    }
  }
}

function abortOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** One that is there and does not answer is as good as lost. */
async function unanswered(link: Link, everyMs: number, signal: AbortSignal): Promise<Error | undefined> {
  let gone = false;
  void link.lost.then(() => {
    gone = true;
  });
  for (let missed = 0; !gone; ) {
    await delay(everyMs, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return undefined;
    const pong = await link.writer.ping({ select: false, abort_signal: AbortSignal.timeout(everyMs) });
    missed = pong.success ? 0 : missed + 1;
    if (missed === PINGS_MISSED_MAX) return new Error("The warehouse does not answer.");
  }
  return undefined;
}
