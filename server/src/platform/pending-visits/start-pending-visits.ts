import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "#kernel/clock.ts";
import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import type { Database } from "#platform/database/database.ts";
import { withLogContext } from "#platform/observing/log-context.ts";
import { PendingVisits } from "./pending-visits.ts";

type Options = {
  readonly db: Database;
  readonly clock: Clock;
  readonly changes: Pick<ChangeFeed, "listen">;
  readonly eventsFolder: string;
  readonly log: Pick<Logger, "error">;
};

/** What commits in this time after a first event shares its segment. */
const GATHER_MS = 100;
const EVERY_MS = 2_000;

/**
 * Moves committed events into the event log: those of this process a tenth of a second after they commit, those that
 * another left behind within two seconds of the moment from which they are anyone's. Disposing moves what is left.
 */
export function startPendingVisits({ db, clock, changes, eventsFolder, log }: Options): AsyncDisposable {
  const pending = new PendingVisits({ db, clock, eventsFolder });
  const stop = new AbortController();
  let bell = new AbortController();
  changes.listen((news) => {
    if (news.kind === "visits") bell.abort();
  });
  let isFailing = false;
  const run = async (): Promise<void> => {
    try {
      await pending.run();
      isFailing = false;
    } catch (err) {
      if (!isFailing) log.error({ err }, "Committed events cannot be moved into the event log. They wait.");
      isFailing = true;
    }
  };
  const rest = async (ms: number, signal: AbortSignal) => {
    await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
  };

  async function keepRunning(): Promise<void> {
    while (!stop.signal.aborted) {
      bell = new AbortController(); // Before the run: what commits during it may need another.
      await run();
      await rest(EVERY_MS, AbortSignal.any([stop.signal, bell.signal]));
      if (bell.signal.aborted) await rest(GATHER_MS, stop.signal);
    }
  }

  const running = withLogContext({ job: "events.hand-over" }, keepRunning);
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      await run();
      pending[Symbol.dispose]();
    },
  };
}
