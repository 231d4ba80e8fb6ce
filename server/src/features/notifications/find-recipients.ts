import type { Reader } from "#platform/database/database.ts";
import { NOTHING_SAID, statusOf } from "./notification.ts";
import { findPeople } from "./people-store.ts";
import { findSettings, listSaid, listSubscriptions } from "./store.ts";

export type Recipients = {
  readonly handle: string;
  /** By address, what may be sent there, with since when (epoch ms) it is wanted. */
  readonly wanted: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** To whom a handle may send mail at this moment, and of what: asked when an event is taken up, and again before it is sent. */
export async function findRecipients(read: Reader, handleId: string): Promise<Recipients> {
  const people = await findPeople(read, handleId);
  const settings = await findSettings(read, handleId);
  if (people === undefined || settings.paused) return { handle: people?.handle ?? "", wanted: new Map() };
  const said = await listSaid(read, handleId);
  const wanted = new Map<string, Map<string, number>>();
  const add = (email: string, types: readonly string[], since: number) => {
    const status = statusOf(said.get(email) ?? NOTHING_SAID, people.members.has(email));
    if (status !== "ACTIVE") return;
    const own = wanted.get(email) ?? new Map<string, number>();
    for (const type of types) own.set(type, Math.min(since, own.get(type) ?? since));
    wanted.set(email, own);
  };
  if (people.owner !== null) add(people.owner, settings.ownerEventTypes, 0);
  for (const { email, eventTypes, createdAt } of await listSubscriptions(read, handleId)) {
    add(email, eventTypes, createdAt.getTime());
  }
  return { handle: people.handle, wanted };
}
