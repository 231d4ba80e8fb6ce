import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { WithStatus } from "./create-email-subscription.ts";
import { NOTHING_SAID, statusOf } from "./notification.ts";
import { findPeople } from "./people-store.ts";
import { listSaid, listSubscriptions } from "./store.ts";

/** The handle's subscriptions, the oldest first, each with whether anything may be sent. */
export async function listNotifications(
  { db }: ControlDeps,
  { handleId }: MemberActor,
): Promise<readonly WithStatus[]> {
  const people = await findPeople(db.read, handleId);
  const said = await listSaid(db.read, handleId);
  return (await listSubscriptions(db.read, handleId)).map((subscription) => {
    const { email } = subscription;
    const status = statusOf(said.get(email) ?? NOTHING_SAID, people?.members.has(email) ?? false);
    return { subscription, status };
  });
}
