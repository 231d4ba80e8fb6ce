import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { MailRefused } from "./mail-refused.ts";
import type { Mail, Mailer } from "./mailer.ts";

/** How one mail reaches its destination. Throws when it did not; `isFinal` when it never will. */
export type Carrier = {
  readonly deliver: (mail: Mail) => Promise<void>;
  readonly isFinal: (cause: unknown) => boolean;
  readonly close: () => void;
};

export type MailQueueOptions = {
  readonly log: Logger;
  /** Milliseconds before each further try. */
  readonly retryAfterMs?: readonly number[];
  readonly waitingMax?: number;
  /** How long the end of the program waits for mail under way. */
  readonly patienceMs?: number;
};

const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000];

/** Mail in the background: tried a few times, never throwing at whoever sends, and kept in memory only. */
export function createMailQueue(carrier: Carrier, options: MailQueueOptions): Mailer {
  const { log, retryAfterMs = RETRY_AFTER_MS, waitingMax = 1_000, patienceMs = 5_000 } = options;
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();

  async function deliver(mail: Mail): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await carrier.deliver(mail);
      } catch (cause) {
        const waitMs = retryAfterMs[attempt];
        if (waitMs === undefined || carrier.isFinal(cause) || stop.signal.aborted) throw cause;
        await sleep(waitMs, undefined, { signal: stop.signal, ref: false }).catch(() => {
          throw cause;
        });
      }
    }
  }

  return {
    send: (mail) => {
      const { to, subject } = mail;
      if (stop.signal.aborted || underWay.size >= waitingMax) {
        log.error({ to, subject, waiting: underWay.size }, "mail not sent: too much of it waits");
        return;
      }
      const sending: Promise<void> = deliver(mail)
        .catch((err: unknown) => log.error({ to, subject, err }, "mail not sent"))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    deliver: async (mail) => {
      stop.signal.throwIfAborted();
      try {
        await carrier.deliver(mail);
      } catch (cause) {
        throw carrier.isFinal(cause) ? new MailRefused(cause) : cause;
      }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.race([Promise.all(underWay), sleep(patienceMs, undefined, { ref: false })]);
      carrier.close();
    },
  };
}
