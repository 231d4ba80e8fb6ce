import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { countMailed, listWaiting, listWaitingItems, putIntoMail } from "./item-store.ts";
import { insertMail } from "./mail-store.ts";

const COMPOSER: SystemActor = { kind: "system", job: "notifications.compose" };
const WINDOW_MS = 10 * 60_000;
const SINGLE_MAX = 5;

/**
 * Puts what waits into mails: one each, as long as there are no more than five in ten minutes; else all that has come
 * together in one mail, ten minutes after the mail before.
 */
export async function composeMails(deps: MutateDeps): Promise<void> {
  for (const to of await listWaiting(deps.db.read)) {
    await mutate(deps, COMPOSER, { auth: "none" }, async (tx, now) => {
      const read = readerOf(tx);
      const waiting = await listWaitingItems(read, to);
      const mailed = await countMailed(read, to, now.getTime() - WINDOW_MS);
      for (const eventIds of mailsOf(waiting, mailed)) {
        await putIntoMail(tx, to, eventIds, await insertMail(tx, to, "events", now));
      }
      return { result: undefined, audit: [] };
    });
  }
}

/** `mailed`: what went into mails within the window. */
function mailsOf(
  waiting: readonly string[],
  mailed: { readonly events: number; readonly lastAt: number | null },
): readonly (readonly string[])[] {
  if (waiting.length === 0) return [];
  if (waiting.length + mailed.events <= SINGLE_MAX) return waiting.map((eventId) => [eventId]);
  return mailed.lastAt === null ? [waiting] : [];
}
