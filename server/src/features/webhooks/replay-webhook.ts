import type { HandleActor, SystemActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { insertDeliveries, restartUndelivered } from "./delivery-store.ts";
import { wantedBy } from "./fan-out.ts";
import { requireWebhook } from "./get-webhook.ts";
import { listOccurred, listSubscribed } from "./outbox-store.ts";
import {
  advanceReplay,
  countReplays,
  deleteReplay,
  insertReplay,
  listReplays,
  type Replay,
} from "./replay-store.ts";
import { requireEnabled } from "./webhook.ts";

const REPLAYER: SystemActor = { kind: "system", job: "webhooks.replay" };
/** Of one webhook at once. */
const REPLAYS_MAX = 5;
const EVENTS_MAX = 100;

export type ReplayWindow = { readonly from: Date; readonly to: Date };

/** Will send what occurred in [from, to) and has not arrived; the window is worked through in the background. */
export async function replayWebhook(
  deps: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  { from, to }: ReplayWindow,
): Promise<{ readonly replayId: string }> {
  const { handleId } = actor;
  await requireWebhook(deps.db.read, handleId, subscriptionId); // 404 comes before what is wrong with the body.
  if (from >= to) {
    const details = [{ path: "to", message: "must be after from" }];
    throw new AppError("invalid_payload", "to: must be after from", { details: { details } });
  }
  return mutate(deps, actor, contract.replayWebhook, async (tx, now) => {
    const read = readerOf(tx);
    requireEnabled(await requireWebhook(read, handleId, subscriptionId));
    if ((await countReplays(read, subscriptionId)) >= REPLAYS_MAX) {
      throw new AppError("conflict", `${REPLAYS_MAX} replays of this webhook are under way.`);
    }
    const replayId = newId("rpl", now.getTime());
    const window = { afterAt: from.getTime(), afterId: "", untilAt: to.getTime() };
    await insertReplay(tx, handleId, { replayId, handleId, subscriptionId, ...window });
    const details = { from: from.toISOString(), to: to.toISOString() };
    return { result: { replayId }, audit: { action: "webhook.replay", target: subscriptionId, details } };
  });
}

/** A portion of every window that is under way. Dying in the middle repeats nothing: the place and the deliveries are one transaction. */
export async function continueReplays(
  deps: ControlDeps,
): Promise<{ readonly deliveries: number; readonly hasMore: boolean }> {
  const replays = await listReplays(deps.db.read);
  let deliveries = 0;
  for (const replay of replays) deliveries += await continueReplay(deps, replay);
  return { deliveries, hasMore: replays.length > 0 };
}

function continueReplay(deps: ControlDeps, replay: Replay): Promise<number> {
  const { replayId, handleId, subscriptionId, untilAt } = replay;
  return mutate(deps, REPLAYER, { auth: "none" }, async (tx, now) => {
    const read = readerOf(tx);
    const { handle, webhooks } = await listSubscribed(read, handleId);
    const own = webhooks.filter((webhook) => webhook.subscriptionId === subscriptionId);
    const after = { at: replay.afterAt, id: replay.afterId };
    const occurred = await listOccurred(read, handleId, after, untilAt, EVENTS_MAX);
    const last = occurred.at(-1);
    const isOver = own.length === 0 || last === undefined;
    if (isOver) {
      await deleteReplay(tx, replayId);
      return { result: 0, audit: null };
    }
    const place = { at: last.occurredAt.getTime(), id: last.eventId };
    if (!(await advanceReplay(tx, replay, place))) return { result: 0, audit: null };
    // Whoever asks for the past means it, also for what occurred before they subscribed.
    const anyTime = own.map((webhook) => ({ ...webhook, createdAt: new Date(0) }));
    const wanted = await wantedBy(read, handleId, handle, anyTime, occurred);
    await insertDeliveries(tx, wanted, now);
    const ids = wanted.map(({ eventId }) => eventId);
    if (ids.length > 0) await restartUndelivered(tx, subscriptionId, ids, now);
    return { result: wanted.length, audit: null };
  });
}
