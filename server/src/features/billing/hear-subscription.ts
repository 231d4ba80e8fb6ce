import type { AnonymousActor } from "#kernel/actor.ts";
import { PLANS, type Plan } from "#kernel/plan.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { SubscriptionNews } from "#platform/payments/payment-provider.ts";
import type { Plans } from "#platform/plans/plans.ts";
import { findSubscription, findUserOf, insertEvent, saveSubscription } from "./store.ts";
import { isLater, type Subscription } from "./subscription.ts";

type Heard = "taken" | "known" | "overtaken" | "of nobody here";

/**
 * Does what follows from news of a subscription: once, however often they are told; and in whatever order they come, the last
 * word of the provider holds. Of a customer whom we have not made nothing follows.
 */
export async function hearSubscription(
  deps: ControlDeps,
  actor: AnonymousActor,
  news: SubscriptionNews,
): Promise<void> {
  const { plans, log } = deps;
  if (plans === undefined) return;
  const { eventId, subscriptionId, price } = news;
  const plan = planOf(plans.terms, price);
  if (plan === "FREE") log.warn({ subscriptionId, price }, "a subscription has a price that no plan names");
  const heard = await mutate<Heard>(deps, actor, { auth: "none" }, async (tx, now) => {
    const read = readerOf(tx);
    const userId = await findUserOf(read, news.customerId);
    if (userId === undefined) return { result: "of nobody here", audit: null };
    if (!(await insertEvent(tx, eventId, now))) return { result: "known", audit: null };
    const before = await findSubscription(read, subscriptionId);
    if (!isLater(before, news)) return { result: "overtaken", audit: null };
    const { status, isLive, periodEnd, endsAt, at: heardAt, rank: heardRank } = news;
    const after: Subscription = {
      ...{ subscriptionId, userId, plan, status, isLive, periodEnd, endsAt, heardAt, heardRank },
    };
    await saveSubscription(tx, after);
    const details = { subscriptionId, plan, status, statusBefore: before?.status ?? null };
    return { result: "taken", audit: { action: "plan.subscription", target: userId, details } };
  });
  log.info({ eventId, subscriptionId, status: news.status, heard }, "heard of a subscription");
}

const planOf = (terms: Plans["terms"], price: string | null): Plan =>
  PLANS.find((plan) => price !== null && terms[plan].prices.includes(price)) ?? "FREE";
