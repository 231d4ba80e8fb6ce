import type { Reader } from "#platform/database/database.ts";
import { listUnnotified } from "./item-store.ts";
import { listDueMails } from "./mail-store.ts";

/** Epoch milliseconds; `null`: nothing waits. */
type Waiting = {
  /** Of what has occurred and was not taken up for anyone. */
  readonly notifications: number | null;
  /** Since when the mail is due that has been for longest. */
  readonly mails: number | null;
};

/** Since when what has waited for longest waits, so that an operator sees when nobody is told any more. */
export async function oldestWaitingAt(read: Reader, now: Date): Promise<Waiting> {
  const [occurred] = await listUnnotified(read, 1);
  const [mail] = await listDueMails(read, now, 1);
  return { notifications: occurred?.at ?? null, mails: mail?.next_at ?? null };
}
