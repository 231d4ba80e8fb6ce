import type { Logger } from "pino";
import type { Clock } from "#kernel/clock.ts";
import { isOutOfSpace } from "#platform/is-out-of-space.ts";
import type { EventLog } from "./event-log.ts";

/** The event log as the edge uses it: visitors are not turned away because there is no room to note them. */
export type Capture = Pick<EventLog, "append"> & {
  /** Events that were answered for and not kept, since this process started. */
  readonly dropped: () => number;
  /** From the first event that found no room until one is kept again. */
  readonly isFull: () => boolean;
  /**
   * False from the first visitor who was refused because the file system failed, until an event is kept or could be. Visitors may
   * stay away until it is true again, so while it is false each call tries to write.
   */
  readonly isWriting: () => Promise<boolean>;
};

type Options = {
  readonly events: Pick<EventLog, "append" | "probe">;
  readonly clock: Clock;
  readonly log: Pick<Logger, "error" | "info">;
};

const SAY_EVERY_MS = 60_000;

/**
 * `append` resolves also when the disk is full: a redirect is worth more than its record, and the loss is counted and said
 * aloud, at once and every minute. Every other failure rejects, because it may be of this event alone.
 */
export function createCapture({ events, clock, log }: Options): Capture {
  let dropped = 0;
  let unsaid = 0;
  let isFull = false;
  let isBroken = false;
  let quietUntil = Number.NEGATIVE_INFINITY;

  function drop(err: unknown): void {
    dropped += 1;
    unsaid += 1;
    isFull = true;
    isBroken = false;
    const now = clock.now().getTime();
    if (now < quietUntil) return;
    quietUntil = now + SAY_EVERY_MS;
    log.error({ err, events: unsaid }, "The disk is full: visits are answered and not recorded.");
    unsaid = 0;
  }

  function keptAgain(): void {
    isFull = false;
    quietUntil = Number.NEGATIVE_INFINITY;
    log.info({ dropped }, "There is room on the disk again: visits are recorded.");
  }

  return {
    append: async (event) => {
      try {
        await events.append(event);
      } catch (cause) {
        if (isOutOfSpace(cause)) return drop(cause);
        isBroken ||= isOfFileSystem(cause);
        throw cause;
      }
      isBroken = false;
      if (isFull) keptAgain();
    },
    dropped: () => dropped,
    isFull: () => isFull,
    isWriting: async () => {
      if (isBroken)
        isBroken = await events.probe().then(
          () => false,
          (cause) => !isOutOfSpace(cause),
        );
      return !isBroken;
    },
  };
}

const isOfFileSystem = (cause: unknown): boolean => cause instanceof Error && "syscall" in cause;
