import type { SystemActor } from "#kernel/actor.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { findRecipients } from "./find-recipients.ts";
import { insertItems, listUnnotified, markNotified } from "./item-store.ts";
import type { ItemRow, NotificationTables } from "./notification-tables.ts";

const COLLECTOR: SystemActor = { kind: "system", job: "notifications.collect" };
const EVENTS_MAX = 200;

/**
 * Puts everything that has occurred aside for those who want mail of it, exactly once: what is put aside and the mark on the
 * event are one transaction, and what is looked for is the mark that is missing. A cursor would skip what commits late.
 */
export async function collectEvents(deps: MutateDeps): Promise<void> {
  for (let taken = EVENTS_MAX; taken === EVENTS_MAX; ) {
    if ((await listUnnotified(deps.db.read, 1)).length === 0) return;
    taken = await mutate(deps, COLLECTOR, { auth: "none" }, async (tx, now) => {
      const events = await listUnnotified(readerOf(tx), EVENTS_MAX);
      if (events.length === 0) return { result: 0, audit: null };
      const items: ItemRow[] = [];
      for (const [handleId, own] of Map.groupBy(events, ({ handle_id }) => handle_id)) {
        items.push(...(await itemsOf(readerOf(tx), handleId, own, now)));
      }
      await insertItems(tx, items);
      await markNotified(
        tx,
        events.map(({ id }) => id),
        now,
      );
      return { result: events.length, audit: [] };
    });
  }
}

/** Nobody is told of what occurred before they asked. */
async function itemsOf(
  read: Reader,
  handleId: string,
  events: readonly NotificationTables["outbox"][],
  now: Date,
): Promise<ItemRow[]> {
  const { wanted } = await findRecipients(read, handleId);
  return [...wanted].flatMap(([email, types]) =>
    events
      .filter(({ type, at }) => at >= (types.get(type) ?? Number.POSITIVE_INFINITY))
      .map(({ id, type, payload, at }) => ({
        ...{ handle_id: handleId, email, event_id: id, type, payload },
        ...{ occurred_at: at, at: now.getTime(), mail_id: null },
      })),
  );
}
