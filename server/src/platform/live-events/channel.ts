import type { LiveEvent } from "./live-event.ts";

/** A stream that waits for a channel's news. Called between events, so it must not throw. */
export type Watcher = {
  /** There is something to read. */
  readonly wake: () => void;
  /** Once or more in a second. */
  readonly tick: (now: number) => void;
  /** Something that was recorded elsewhere may never come. */
  readonly miss: () => void;
  /** The program stops. */
  readonly end: () => void;
};

/**
 * The last events of one handle, which all of its streams read, each at its own pace. One copy of each event, a bound on
 * how many: a reader that is slow finds that some are gone, and costs nothing more than one that is quick.
 */
export class Channel {
  readonly watchers = new Set<Watcher>();
  /** The sequence number of the next event. */
  end = 0;
  #events: LiveEvent[] = [];

  /** The sequence number of the oldest event that is still here. */
  get start(): number {
    return this.end - this.#events.length;
  }

  add(event: LiveEvent, sizeMax: number): void {
    this.#events.push(event);
    this.end += 1;
    // Rarely, because it moves all of them: the bound is kept to a fourth.
    if (this.#events.length > sizeMax * 1.25) this.#events = this.#events.slice(-sizeMax);
  }

  /** Those from a sequence number on, as far as they are still here. */
  from(sequence: number, count = Number.POSITIVE_INFINITY): readonly LiveEvent[] {
    const index = Math.max(0, sequence - this.start);
    return this.#events.slice(index, index + count);
  }

  wake(): void {
    for (const watcher of this.watchers) watcher.wake();
  }

  /** Lets go of the events, also where somebody holds on to the channel. */
  clear(): void {
    this.#events = [];
  }
}
