import { type MemberActor, nameOf } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { insertMail } from "./mail-store.ts";
import {
  type AddressSaid,
  type EmailSubscription,
  type Status,
  SUBSCRIPTIONS_MAX,
  statusOf,
} from "./notification.ts";
import { findPeople } from "./people-store.ts";
import { findSaid, insertSubscription, listSubscriptions, saveSaid } from "./store.ts";

export type WithStatus = { readonly subscription: EmailSubscription; readonly status: Status };

const AGAIN_AFTER_MS = 7 * 86_400_000;

/**
 * From now on the address is told. One that is no member's is asked first, by one mail in seven days however often this is
 * done, and is sent nothing else until it agrees.
 */
export function createEmailSubscription(
  deps: ControlDeps,
  actor: MemberActor,
  email: string,
  eventTypes: readonly string[],
): Promise<WithStatus> {
  const { handleId } = actor;
  return mutate<WithStatus>(deps, actor, contract.createEmailSubscription, async (tx, now) => {
    const read = readerOf(tx);
    const others = await listSubscriptions(read, handleId);
    if (others.length >= SUBSCRIPTIONS_MAX) {
      throw new AppError(
        "conflict",
        `This handle has ${others.length} subscriptions, which is the most there can be.`,
      );
    }
    if (others.some((one) => one.email === email)) {
      throw new AppError("conflict", "This address has a subscription already; delete that first.");
    }
    const subscription: EmailSubscription = {
      subscriptionId: newId("nsb", now.getTime()),
      email,
      eventTypes,
      createdBy: nameOf(actor),
      createdAt: now,
    };
    await insertSubscription(tx, handleId, subscription);
    const people = await findPeople(read, handleId);
    const said = await findSaid(read, handleId, email);
    const status = statusOf(said, people?.members.has(email) ?? false);
    if (status !== "ACTIVE") await ask(tx, { handleId, email }, said, now);
    return {
      result: { subscription, status },
      audit: {
        action: "email_subscription.create",
        target: subscription.subscriptionId,
        details: { email, eventTypes },
      },
    };
  });
}

async function ask(
  tx: Tx,
  to: { readonly handleId: string; readonly email: string },
  said: AddressSaid,
  now: Date,
): Promise<void> {
  const at = now.getTime();
  if (said.confirmationSentAt !== null && said.confirmationSentAt > at - AGAIN_AFTER_MS) return;
  await insertMail(tx, to, "confirmation", now);
  await saveSaid(tx, to.handleId, to.email, { ...said, confirmationSentAt: at });
}
