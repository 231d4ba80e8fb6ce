import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { insertMail } from "./mail-store.ts";
import { noSuchSubscription, statusOf } from "./notification.ts";
import { findPeople } from "./people-store.ts";
import { findSaid, findSettings, findSubscription } from "./store.ts";

/** Sends a trial within seconds. 409 where nothing may be sent to the address. */
export async function testEmailSubscription(
  deps: ControlDeps,
  actor: MemberActor,
  subscriptionId: string,
): Promise<string> {
  const { handleId } = actor;
  await deps.limits.count("mailTrial", handleId);
  return mutate(deps, actor, contract.testEmailSubscription, async (tx, now) => {
    const read = readerOf(tx);
    const subscription = await findSubscription(read, handleId, subscriptionId);
    if (subscription === undefined) throw noSuchSubscription();
    const { email } = subscription;
    const people = await findPeople(read, handleId);
    const status = statusOf(await findSaid(read, handleId, email), people?.members.has(email) ?? false);
    if (status !== "ACTIVE")
      throw new AppError("conflict", `Nothing is sent to this address: it is ${status}.`);
    const { paused } = await findSettings(read, handleId);
    if (paused) throw new AppError("conflict", "Notifications of this handle are paused.");
    const mailId = await insertMail(tx, { handleId, email }, "test", now);
    return { result: mailId, audit: { action: "email_subscription.test", target: subscriptionId } };
  });
}
