import { type HandleActor, requireAccess } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { LiveFilter } from "#platform/live-events/recorded-events.ts";
import { streamLiveEvents } from "./contract.ts";
import { parsePosition } from "./live-position.ts";
import { LiveStream } from "./live-stream.ts";
import { replayEvents } from "./replay-events.ts";

const GUARD_MS = 2_000;

/**
 * A stream of what happens in the handle from now on, or from where `lastEventId` says that another broke off. It ends
 * with its credential at once, and with the right to read within three seconds.
 */
export function openLiveStream(
  deps: ControlDeps,
  actor: HandleActor,
  filter: LiveFilter,
  lastEventId: string | undefined,
): ReadableStream<Uint8Array> {
  const now = () => deps.clock.now().getTime();
  const resumed = lastEventId === undefined ? undefined : parsePosition(lastEventId);
  const stream = new LiveStream({ filter, resumed, now, guard: guardOf(deps, actor) });
  const { liveEvents: live } = deps;
  const { handleId, signal } = actor;
  const { channel, leave } = live.watch(handleId, stream);
  const told = stream.enter(channel, leave);
  if (resumed !== undefined) {
    stream.begin(replayEvents({ live, handleId, filter, resumed, told, now: now(), signal }));
  }
  return stream.body;
}

/** Rejects for an actor who may not ask any more; a database that is away takes nobody's right. */
function guardOf({ db, standing, clock }: ControlDeps, actor: HandleActor) {
  let askedAt = clock.now().getTime();
  return async (now: number): Promise<void> => {
    if (now - askedAt < GUARD_MS) return;
    askedAt = now;
    try {
      requireAccess(await standing(db.read, actor, new Date(now)), streamLiveEvents);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
    }
  };
}
