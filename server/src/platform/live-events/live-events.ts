import type { Logger } from "pino";
import type { Clock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { AskWarehouse } from "#platform/deps.ts";
import type { EventLog } from "#platform/event-log/event-log.ts";
import { RecentMap } from "#platform/visits/recent-map.ts";
import { Channel, type Watcher } from "./channel.ts";
import { type LiveEvent, toLiveEvent } from "./live-event.ts";
import { findNew, findRecorded, type LiveFilter } from "./recorded-events.ts";

type Options = {
  readonly events: Pick<EventLog, "listen">;
  readonly askWarehouse: AskWarehouse;
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn">;
};

export const STREAMS_MAX = { handle: 20, process: 1_000 } as const;
/** How far back a stream can be resumed. */
export const REPLAY = { ms: 600_000, events: 1_000 } as const;
/** Within this time an event is in the warehouse, whoever recorded it, unless the warehouse is away. */
export const SETTLED_MS = 10_000;

const TICK_MS = 500;
const KEPT = { handleMax: 1_000, handleMin: 50, process: 50_000 } as const;
/** Twice what ten thousand events a second are until they are settled. */
const KNOWN_MAX = 200_000;
/** So long after the warehouse was away others may still be bringing what they kept. */
const RECOVERY_MS = 60_000;

/**
 * What visitors do, told while it happens to whoever watches their handle. What this process records is told once it is
 * kept; what others record, when the warehouse has it. Each event is told once. While nobody watches, nothing is done.
 */
export class LiveEvents implements AsyncDisposable {
  readonly #options: Options;
  readonly #channels = new Map<string, Channel>();
  readonly #stop = new AbortController();
  /** By the id of an event the channel that has been told of it: one that was closed since knows nothing. */
  readonly #known = new RecentMap<string, Channel>(KNOWN_MAX);
  #streams = 0;
  #listening: Disposable | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  /** Up to this moment everything has been looked for, except what was on its way. */
  #lookedUntil = 0;
  /** `until` is when all that was kept meanwhile has come, and not known before the warehouse is back. */
  #away: { readonly since: number; readonly until: number | undefined } | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Enters a stream; 429 `rate_limited` when there are too many. What it may read begins now, or later. */
  watch(handleId: string, watcher: Watcher): { readonly channel: Channel; readonly leave: () => void } {
    const channel = this.#channels.get(handleId) ?? new Channel();
    if (channel.watchers.size >= STREAMS_MAX.handle) throw tooMany("this handle");
    if (this.#streams >= STREAMS_MAX.process) throw tooMany("this server");
    if (this.#stop.signal.aborted) queueMicrotask(watcher.end);
    else if (this.#streams === 0) this.#start();
    this.#channels.set(handleId, channel);
    channel.watchers.add(watcher);
    this.#streams += 1;
    return { channel, leave: () => this.#leave(handleId, channel, watcher) };
  }

  /** What the warehouse has since `from`, newest first; 503 `unavailable` while it does not answer. */
  recorded(handleId: string, from: number, filter: LiveFilter, limit: number, signal: AbortSignal) {
    return findRecorded(this.#options.askWarehouse, handleId, from, filter, limit, signal);
  }

  /** Ends every stream, so that its client comes back to the next process. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    for (const { watchers } of this.#channels.values()) for (const watcher of [...watchers]) watcher.end();
    this.#pause();
    await this.#polling;
  }

  #start(): void {
    this.#lookedUntil = this.#options.clock.now().getTime();
    this.#away = undefined;
    this.#listening = this.#options.events.listen(this.#hear);
    this.#ticking = setInterval(this.#tick, TICK_MS).unref();
  }

  #pause(): void {
    clearInterval(this.#ticking);
    this.#listening?.[Symbol.dispose]();
    this.#listening = undefined;
  }

  #leave(handleId: string, channel: Channel, watcher: Watcher): void {
    if (!channel.watchers.delete(watcher)) return;
    this.#streams -= 1;
    if (channel.watchers.size === 0) {
      this.#channels.delete(handleId);
      channel.clear();
    }
    if (this.#streams === 0) this.#pause();
  }

  readonly #hear = (events: readonly VisitEvent[]): void => {
    const woken = new Set<Channel>();
    for (const event of events) {
      const channel = this.#channels.get(event.handleId);
      if (channel === undefined || this.#known.get(event.id) === channel) continue;
      this.#tell(channel, toLiveEvent(event));
      woken.add(channel);
    }
    for (const channel of woken) channel.wake();
  };

  #tell(channel: Channel, event: LiveEvent): void {
    this.#known.set(event.id, channel);
    const share = Math.floor(KEPT.process / this.#channels.size);
    channel.add(event, Math.max(KEPT.handleMin, Math.min(KEPT.handleMax, share)));
  }

  readonly #tick = (): void => {
    const now = this.#options.clock.now().getTime();
    for (const { watchers } of this.#channels.values()) for (const watcher of watchers) watcher.tick(now);
    this.#polling ??= this.#poll(now).finally(() => {
      this.#polling = undefined;
    });
  };

  async #poll(now: number): Promise<void> {
    const since = Math.min(this.#lookedUntil, this.#away?.since ?? now) - SETTLED_MS;
    try {
      const { events, isCut } = await findNew(
        this.#options.askWarehouse,
        [...this.#channels.keys()],
        Math.max(since, now - REPLAY.ms),
        (handleId, id) => this.#known.get(id) !== this.#channels.get(handleId),
        this.#stop.signal,
      );
      this.#tellAll(events);
      if (isCut) for (const { watchers } of this.#channels.values()) for (const one of watchers) one.miss();
      this.#lookedUntil = now;
      this.#recover(now);
    } catch (err) {
      if (this.#stop.signal.aborted) return;
      if (this.#away === undefined) this.#options.log.warn({ err }, "Live streams show this process alone.");
      this.#away = { since: this.#away?.since ?? this.#lookedUntil, until: undefined };
    }
  }

  #recover(now: number): void {
    if (this.#away === undefined) return;
    const { since, until = now + RECOVERY_MS } = this.#away;
    this.#away = now > until ? undefined : { since, until };
  }

  #tellAll(events: readonly (readonly [handleId: string, LiveEvent])[]): void {
    const woken = new Set<Channel>();
    for (const [handleId, event] of events) {
      const channel = this.#channels.get(handleId); // It may have gone, or heard, while the question was under way.
      if (channel === undefined || this.#known.get(event.id) === channel) continue;
      this.#tell(channel, event);
      woken.add(channel);
    }
    for (const channel of woken) channel.wake();
  }
}

function tooMany(where: string): AppError {
  const most = where === "this handle" ? STREAMS_MAX.handle : STREAMS_MAX.process;
  const message = `There are ${most} live streams of ${where} already.`;
  return new AppError("rate_limited", message, { retryAfterSeconds: 10 });
}
