import type { VisitEvent } from "#kernel/visit-event.ts";
import { ActiveSegment, SyncFailed } from "./active-segment.ts";
import { eventLine } from "./event-line.ts";
import type { EventListener, EventLog, EventLogOptions } from "./event-log.ts";
import { listUnshipped } from "./list-unshipped.ts";
import { newSegmentId } from "./segment-id.ts";
import type { Slot } from "./slot.ts";

/** One segment is one block of the warehouse; this keeps it a small one. */
export const SEGMENT_ROWS_MAX = 50_000;

const SAY_EVERY_MS = 60_000;

/** Whoever appended hears of the failure; of what was not kept nobody is told. */
const NOTHING = () => {};

const DEFAULTS = {
  log: { error: NOTHING },
  sealAfterMs: 1000,
  sealAfterBytes: 8 * 2 ** 20,
  syncAfterMs: 50,
};

type Batch = ReturnType<typeof Promise.withResolvers<void>>;

/** All events of one turn of the event loop share one write and one promise: an event costs little more than its JSON. */
export class GroupedEventLog implements EventLog {
  readonly #slot: Slot;
  readonly #nodeId: string;
  readonly #options: Required<EventLogOptions>;
  readonly #listeners = new Set<EventListener>();
  #batch: Batch | undefined;
  #lines = "";
  #events: VisitEvent[] = [];
  #active: ActiveSegment | undefined;
  /** No longer written to, not yet sealed. One that fails to be stays here, for the next attempt. */
  #full: ActiveSegment[] = [];
  #sealing: Promise<void> = Promise.resolve();
  #sealTimer: NodeJS.Timeout | undefined;
  #syncTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(slot: Slot, nodeId: string, options: EventLogOptions) {
    this.#slot = slot;
    this.#nodeId = nodeId;
    this.#options = { ...DEFAULTS, ...options };
  }

  readonly append = (event: VisitEvent): Promise<void> => {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const batch = this.#batch ?? this.#beginBatch();
    this.#lines += eventLine(event);
    this.#events.push(event);
    if (this.#events.length === SEGMENT_ROWS_MAX || this.#lines.length >= this.#options.sealAfterBytes)
      this.#write();
    return batch.promise;
  };

  readonly probe = async (): Promise<void> => {
    if (this.#failure !== undefined) throw this.#failure;
    this.#segmentWithRoom(0, 0).probe();
  };

  readonly listen = (listener: EventListener): Disposable => {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  };

  readonly sealNow = async (): Promise<void> => {
    this.#write();
    this.#retire();
    await this.#sealFull();
  };

  readonly oldestUnshippedAt = (): number | undefined => {
    const times = listUnshipped(this.#options.folder).map(({ startedAt }) => startedAt);
    return times.length === 0 ? undefined : times.reduce((oldest, time) => Math.min(oldest, time));
  };

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.sealNow();
    } finally {
      this.#failure ??= new Error("The event log is closed.");
      clearTimeout(this.#syncTimer);
      clearTimeout(this.#retryTimer);
      this.#slot[Symbol.dispose]();
    }
  }

  #beginBatch(): Batch {
    this.#batch = Promise.withResolvers<void>();
    setImmediate(this.#write);
    return this.#batch;
  }

  readonly #write = (): void => {
    const batch = this.#batch;
    if (batch === undefined) return; // A large turn has been written before it ended.
    const lines = Buffer.from(this.#lines);
    const events = this.#events;
    this.#batch = undefined;
    this.#lines = "";
    this.#events = [];
    try {
      const segment = this.#segmentWithRoom(lines.length, events.length);
      segment.write(lines, events);
      if (this.#listeners.size > 0) batch.promise.then(() => this.#tell(events), NOTHING);
      this.#acknowledge(segment, batch);
      if (segment.rows === events.length)
        this.#sealTimer = setTimeout(this.#sealSoon, this.#options.sealAfterMs).unref();
      if (segment.bytes >= this.#options.sealAfterBytes || segment.rows >= SEGMENT_ROWS_MAX) this.#sealSoon();
    } catch (cause) {
      batch.reject(cause);
    }
  };

  #tell(events: readonly VisitEvent[]): void {
    for (const listener of this.#listeners) listener(events);
  }

  #acknowledge(segment: ActiveSegment, batch: Batch): void {
    if (this.#options.durability === "fsync") {
      segment.synced().then(batch.resolve, (cause) => {
        batch.reject(cause);
        this.#fail(cause);
      });
    } else {
      batch.resolve();
      this.#syncTimer ??= setTimeout(this.#syncSoon, this.#options.syncAfterMs).unref();
    }
  }

  #segmentWithRoom(bytes: number, rows: number): ActiveSegment {
    const active = this.#active;
    if (active !== undefined) {
      const fits = active.bytes + bytes <= this.#options.sealAfterBytes;
      if (active.bytes === 0 || (fits && active.rows + rows <= SEGMENT_ROWS_MAX)) return active;
      this.#sealSoon();
    }
    const segmentId = newSegmentId(this.#nodeId, this.#slot.number, Date.now());
    this.#active = new ActiveSegment(this.#slot, segmentId);
    return this.#active;
  }

  readonly #syncSoon = (): void => {
    this.#syncTimer = undefined;
    this.#active?.synced().catch(this.#fail);
  };

  readonly #sealSoon = (): void => {
    this.#retire();
    this.#sealFull().catch((err) => {
      if (this.#failure !== undefined) return;
      this.#say(err);
      this.#retryTimer ??= setTimeout(this.#retrySealing, this.#options.sealAfterMs).unref();
    });
  };

  #say(err: unknown): void {
    const now = performance.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + SAY_EVERY_MS;
    const segments = this.#full.length;
    this.#options.log.error({ err, segments }, "Events cannot be made ready to be shipped. They wait.");
  }

  readonly #retrySealing = (): void => {
    this.#retryTimer = undefined;
    this.#sealSoon();
  };

  /** One whose every write failed has nothing to ship, and stays until one succeeds. */
  #retire(): void {
    clearTimeout(this.#sealTimer);
    if (this.#active === undefined || this.#active.rows === 0) return;
    this.#full.push(this.#active);
    this.#active = undefined;
  }

  #sealFull(): Promise<void> {
    const sealed = this.#sealing.then(async () => {
      for (const segment of [...this.#full]) {
        await segment.seal();
        this.#full = this.#full.filter((other) => other !== segment);
      }
      this.#quietUntil = Number.NEGATIVE_INFINITY;
    });
    this.#sealing = sealed.catch(this.#fail);
    return sealed;
  }

  readonly #fail = (cause: unknown): void => {
    if (!(cause instanceof SyncFailed) || this.#failure !== undefined) return;
    this.#failure = cause;
    this.#options.onFatal(cause);
  };
}
