import { AppError } from "#kernel/errors.ts";
import type { LiveEvent } from "#platform/live-events/live-event.ts";
import { type LiveEvents, REPLAY } from "#platform/live-events/live-events.ts";
import { type LiveFilter, passes } from "#platform/live-events/recorded-events.ts";
import type { Resumed } from "./live-position.ts";

/** Why a stream has left something out. */
export type GapReason = "too_old" | "too_many" | "slow" | "unavailable";

export type Replay = { readonly events: readonly LiveEvent[]; readonly gap: GapReason | undefined };

type Options = {
  readonly live: LiveEvents;
  readonly handleId: string;
  readonly filter: LiveFilter;
  readonly resumed: Resumed;
  /** What was told in this process before the stream entered; the warehouse may not have it yet. */
  readonly told: readonly LiveEvent[];
  readonly now: number;
  readonly signal: AbortSignal;
};

/** What a client has missed, in the order of its times, and whether that is all. */
export async function replayEvents(options: Options): Promise<Replay> {
  const { live, handleId, filter, resumed, told, now, signal } = options;
  const from = Math.max(resumed.floor, now - REPLAY.ms);
  let gap: GapReason | undefined = from > resumed.floor ? "too_old" : undefined;
  const missed = new Map(told.map((event) => [event.id, event]));
  try {
    // Of those that the client has, none may take the place of one that it has not.
    const limit = REPLAY.events + POSITION_EVENTS + 1;
    for (const event of await live.recorded(handleId, from, filter, limit, signal))
      missed.set(event.id, event);
  } catch (cause) {
    if (!(cause instanceof AppError && cause.code === "unavailable")) throw cause;
    gap = "unavailable";
  }
  const events = [...missed.values()]
    .filter((event) => event.at >= from && passes(filter, event) && !resumed.has(event))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  if (events.length > REPLAY.events) gap ??= "too_many";
  return { events: events.slice(-REPLAY.events), gap };
}

const POSITION_EVENTS = 32;
