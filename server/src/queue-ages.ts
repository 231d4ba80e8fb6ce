import { oldestWaitingAt } from "#features/notifications/index.ts";
import { oldestUndispatchedAt, type Webhooks } from "#features/webhooks/index.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { oldestPendingAt } from "#platform/pending-visits/pending-store.ts";

/** Seconds, by the queue: how long its oldest entry has waited; 0 where none waits. */
export type QueueAges = Readonly<
  Record<"outbox" | "webhookDeliveries" | "notifications" | "mails" | "committedVisits", number>
>;

type Means = { readonly deps: Pick<ControlDeps, "db" | "clock">; readonly webhooks: Webhooks };

/** How late everything is that others wait for, asked of the database. */
export async function readQueueAges({ deps, webhooks }: Means): Promise<QueueAges> {
  const { read } = deps.db;
  const now = deps.clock.now();
  const ageOf = (at: number | null) => (at === null ? 0 : Math.max(0, now.getTime() - at) / 1000);
  const [outbox, waiting, visits] = await Promise.all([
    oldestUndispatchedAt(read),
    oldestWaitingAt(read, now),
    oldestPendingAt(read),
  ]);
  return {
    outbox: ageOf(outbox),
    webhookDeliveries: webhooks.oldestDueSeconds(),
    notifications: ageOf(waiting.notifications),
    mails: ageOf(waiting.mails),
    committedVisits: ageOf(visits),
  };
}
