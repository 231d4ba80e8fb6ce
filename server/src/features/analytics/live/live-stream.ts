import { AppError } from "#kernel/errors.ts";
import type { Channel, Watcher } from "#platform/live-events/channel.ts";
import type { LiveEvent } from "#platform/live-events/live-event.ts";
import { REPLAY, SETTLED_MS } from "#platform/live-events/live-events.ts";
import { type LiveFilter, passes } from "#platform/live-events/recorded-events.ts";
import { LivePosition, type Resumed } from "./live-position.ts";
import type { GapReason, Replay } from "./replay-events.ts";

const RETRY_MS = 2_000;
const BEAT_MS = 15_000;
/** A client that has taken nothing for so long is not there any more. */
const STALLED_MS = 60_000;
const EVENTS_A_CHUNK = 64;

type Options = {
  readonly filter: LiveFilter;
  readonly resumed: Resumed | undefined;
  readonly now: () => number;
  /** Called at every tick; what it rejects with ends the stream. */
  readonly guard: (now: number) => Promise<void>;
};

/**
 * One client's stream. It holds a place in the channel and no events, so that a client that reads slowly, or never, costs
 * no memory: when what it would read next has gone, it is told of a gap and goes on with what is there.
 */
export class LiveStream implements Watcher {
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: Options;
  readonly #position: LivePosition;
  readonly #openedAt: number;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #entered: { readonly channel: Channel; readonly leave: () => void } | undefined;
  #next = 0;
  /** Frames that go out before all others. */
  #said: string[] = [];
  /** `undefined` until it is known what was missed; nothing that is newer goes out before. */
  #missed: LiveEvent[] | undefined = [];
  /** The ids of what was missed: it may come again, from the warehouse. */
  #given: ReadonlySet<string> = new Set();
  #bell = Promise.withResolvers<void>();
  #isAsked = false;
  #spokeAt: number;

  constructor(options: Options) {
    const { resumed, now } = options;
    this.#options = options;
    this.#openedAt = now();
    this.#spokeAt = this.#openedAt;
    this.#position = new LivePosition(this.#openedAt, resumed);
    this.#said.push(`retry: ${RETRY_MS}\n`);
    this.body = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#speak(),
        cancel: () => void this.#leave(),
      },
      { highWaterMark: 0 },
    );
  }

  /** Goes on from here; what was told before is handed back. */
  enter(channel: Channel, leave: () => void): readonly LiveEvent[] {
    this.#entered = { channel, leave };
    this.#next = channel.end;
    return channel.from(channel.start);
  }

  /** Begins with what was missed, as soon as that is known. */
  begin(replaying: Promise<Replay>): void {
    this.#missed = undefined;
    void replaying.then(({ events, gap }) => {
      this.#given = new Set(events.map(({ id }) => id));
      this.#missed = [...events];
      if (gap !== undefined) this.#gap(gap);
      this.wake();
    }, this.#fail);
  }

  readonly wake = (): void => this.#bell.resolve();

  readonly miss = (): void => this.#gap("slow");

  /** At once: what has not gone out yet, the next process gives. */
  readonly end = (): void => {
    if (!this.#leave()) return;
    // Also to one that has just come: when to come back.
    if (this.#said.length > 0) this.#controller?.enqueue(Buffer.from(this.#news()));
    this.#controller?.close();
  };

  readonly tick = (now: number): void => {
    // Nobody looks back as far as that.
    if (this.#given.size > 0 && now - this.#openedAt > REPLAY.ms) this.#given = new Set();
    if (!this.#isAsked && now - this.#spokeAt >= STALLED_MS)
      this.#fail(new AppError("unavailable", "Nobody reads this stream."));
    if (now - this.#spokeAt >= BEAT_MS && this.#said.length === 0) {
      this.#said.push(": still here\n");
      this.wake();
    }
    this.#options.guard(now).catch(this.#fail);
  };

  /** Waits for something to say, and says it. */
  async #speak(): Promise<void> {
    this.#isAsked = true;
    while (this.#entered !== undefined) {
      const text = this.#frames(this.#entered.channel);
      if (text !== "") {
        this.#controller?.enqueue(Buffer.from(text));
        this.#spokeAt = this.#options.now();
        this.#isAsked = false;
        return;
      }
      this.#bell = Promise.withResolvers();
      await this.#bell.promise;
    }
  }

  #frames(channel: Channel): string {
    if (this.#missed?.length === 0 && this.#next < channel.start) {
      this.#next = channel.start;
      this.#gap("slow");
    }
    const isCaughtUp = this.#missed?.length === 0 && this.#next === channel.end;
    // Also where nothing happens the position moves on, or a client that comes back would be told of a gap.
    if (isCaughtUp) this.#position.settle(this.#options.now() - SETTLED_MS);
    return this.#news() + this.#nextFrames(channel).join("");
  }

  #news(): string {
    const said = this.#said.splice(0);
    return said.length === 0 ? "" : `${said.join("")}id: ${this.#position}\n\n`;
  }

  #nextFrames(channel: Channel): readonly string[] {
    if (this.#missed === undefined) return [];
    const missed = this.#missed.splice(0, EVENTS_A_CHUNK);
    if (missed.length > 0) {
      // They come in the order of their times, so that all before one is behind it; but one may still be on its way.
      const settled = this.#options.now() - SETTLED_MS;
      return missed.map((event) => this.#frame(event, Math.min(event.at, settled)));
    }
    while (this.#next < channel.end) {
      const events = channel.from(this.#next, EVENTS_A_CHUNK);
      this.#next += events.length;
      const wanted = events.filter((event) => this.#isWanted(event));
      if (wanted.length > 0) return wanted.map((event) => this.#frame(event, event.at - SETTLED_MS));
    }
    return [];
  }

  #isWanted(event: LiveEvent): boolean {
    const { filter, resumed } = this.#options;
    if (!passes(filter, event) || this.#given.has(event.id)) return false;
    return resumed === undefined ? event.at >= this.#openedAt : !resumed.has(event);
  }

  #frame(event: LiveEvent, settled: number): string {
    this.#position.settle(settled);
    this.#position.pass(event);
    return `id: ${this.#position}\nevent: ${event.kind}\ndata: ${event.data}\n\n`;
  }

  #gap(reason: GapReason): void {
    const frame = `event: gap\ndata: ${JSON.stringify({ reason })}\n\n`;
    if (!this.#said.includes(frame)) this.#said.push(frame);
    this.wake();
  }

  readonly #fail = (cause: unknown): void => {
    if (this.#leave()) this.#controller?.error(cause);
  };

  /** False where it has left already. */
  #leave(): boolean {
    const entered = this.#entered;
    this.#entered = undefined;
    entered?.leave();
    this.wake();
    return entered !== undefined;
  }
}
