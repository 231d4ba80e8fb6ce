import { setTimeout as delay } from "node:timers/promises";
import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { visitorHashSql } from "#platform/visits/visitor-sql.ts";
import { awaitArrival } from "./await-arrival.ts";
import { type Erasure, forgetErasure, postponeErasure } from "./erasure-store.ts";
import { forgetClicks, listPendingOf, removeFreePending, removeTraces } from "./trace-store.ts";

const ERASER: SystemActor = { kind: "system", job: "erasures" };
const NO_ACCESS = { auth: "none" } as const;
const POLL_MS = 50;
const DAY_MS = 86_400_000;
/** As long as an events folder may be away and come back, and a day. */
const WATCHED_MS = 31 * DAY_MS;
const AHEAD_MS_MAX = 300_000;
const LATER_MS = 15_000;
const CLICKS_AT_ONCE = 1_000;

/** Nobody's events have 0 for a visitor, whatever digits somebody is asked for by. */
const WHOSE = `handleId = {handleId:String}
  and (visitorHash != 0 and visitorHash = ${visitorHashSql("{visitorId:String}")} or sessionId = {visitorId:String})`;

/**
 * First lets everything arrive that is on its way, so that nothing comes after what is removed here. False when that takes
 * longer than `waitMs`; throws when the warehouse is away. Either way it can be done again.
 */
export async function finishErasure(deps: ControlDeps, erasure: Erasure, waitMs: number): Promise<boolean> {
  const { handleId, visitorId, erasureId } = erasure;
  const begun = performance.now();
  const left = () => Math.max(0, waitMs - (performance.now() - begun));
  if (!(await pendingGone(deps, erasure, left))) return false;
  if (!(await awaitArrival(deps.eventsFolder, left()))) return false;
  await removeFromWarehouse(deps, erasure, WHOSE, { handleId, visitorId });
  await mutate(deps, ERASER, NO_ACCESS, async (tx, now) => {
    await removeTraces(tx, handleId, visitorId); // What was sent while this waited.
    await postponeErasure(tx, handleId, erasureId, { doneAt: now.getTime(), nextAt: now.getTime() + DAY_MS });
    return { result: undefined, audit: null, visitors: [{ handleId, visitorId }] };
  });
  return true;
}

/** What a machine that was away brings later goes within a day, and not what the visitor does anew. */
export async function repeatErasure(deps: ControlDeps, erasure: Erasure): Promise<void> {
  const { handleId, visitorId, erasureId, at, doneAt } = erasure;
  const until = at + AHEAD_MS_MAX;
  const where = `${WHOSE} and at < fromUnixTimestamp64Milli({until:Int64}, 'UTC')`;
  await removeFromWarehouse(deps, erasure, where, { handleId, visitorId, until });
  await mutate(deps, ERASER, NO_ACCESS, async (tx, now) => {
    const nextAt = now.getTime() + DAY_MS;
    if (nextAt > at + WATCHED_MS) await forgetErasure(tx, handleId, erasureId);
    else await postponeErasure(tx, handleId, erasureId, { doneAt, nextAt });
    return { result: undefined, audit: null };
  });
}

/** Behind those that are due now. */
export async function tryLater(deps: ControlDeps, { handleId, erasureId, doneAt }: Erasure): Promise<void> {
  await mutate(deps, ERASER, NO_ACCESS, async (tx, now) => {
    await postponeErasure(tx, handleId, erasureId, { doneAt, nextAt: now.getTime() + LATER_MS });
    return { result: undefined, audit: null };
  });
}

async function removeFromWarehouse(
  deps: ControlDeps,
  { handleId }: Erasure,
  where: string,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const rows = await deps.askWarehouse<{ click: string }>(
    `select distinct if(kind = 'click', id, clickId) as click from events where ${where}`,
    params,
    signal,
  );
  if (rows.length === 0) return;
  const clicks = rows.map(({ click }) => click).filter((click) => click !== "");
  // Before the events: they alone know which clicks these are.
  await mutate(deps, ERASER, NO_ACCESS, async (tx) => {
    await forgetClicks(tx, handleId, clicks);
    return { result: undefined, audit: null };
  });
  for (let start = 0; start < clicks.length; start += CLICKS_AT_ONCE) {
    await deps.removeEvents({
      where: `handleId = {handleId:String} and clickId in {clicks:Array(String)} and not (${where})`,
      params: { ...params, clicks: clicks.slice(start, start + CLICKS_AT_ONCE) },
      isClickIdOnly: true,
    });
  }
  await deps.removeEvents({ where, params });
}

/** Free events are removed where they are; those that have their segment already are waited for. */
async function pendingGone(
  deps: ControlDeps,
  { handleId, visitorId }: Erasure,
  left: () => number,
): Promise<boolean> {
  for (;;) {
    const pending = await listPendingOf(deps.db.read, handleId, visitorId);
    const free = pending.filter(({ segmentId }) => segmentId === null).map(({ id }) => id);
    if (free.length > 0) {
      await mutate(deps, ERASER, NO_ACCESS, async (tx) => {
        await removeFreePending(tx, free);
        return { result: undefined, audit: null };
      });
      continue;
    }
    if (pending.length === 0) return true;
    if (left() === 0) return false;
    await delay(POLL_MS);
  }
}
