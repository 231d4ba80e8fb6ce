import type Stripe from "stripe";
import type { PaymentNews, SubscriptionNews } from "./payment-provider.ts";

type SubscriptionEvent = Extract<Stripe.Event, { readonly type: `customer.subscription.${string}` }>;

/** What an event of Stripe's means to us; `null` for what means nothing. */
export function newsOf(event: Stripe.Event): PaymentNews | SubscriptionNews | null {
  switch (event.type) {
    case "customer.subscription.created":
    case "customer.subscription.updated":
    case "customer.subscription.paused":
    case "customer.subscription.resumed":
    case "customer.subscription.deleted":
      return subscriptionOf(event);
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded": {
      const session = event.data.object;
      // What is paid by bank may take days: then this says so, and the other comes later.
      const paymentId = session.client_reference_id;
      if (session.mode === "subscription") return null; // Its subscription speaks for itself.
      if (session.payment_status === "unpaid" || paymentId === null) return null;
      return {
        kind: "paid",
        paymentId,
        checkoutId: session.id,
        intentId: idOf(session.payment_intent),
        email: session.customer_details?.email?.trim().toLowerCase() ?? null,
      };
    }
    case "checkout.session.expired":
    case "checkout.session.async_payment_failed":
      return expiryOf(event.data.object);
    case "charge.refunded": {
      const { refunded, payment_intent } = event.data.object;
      const intentId = idOf(payment_intent);
      // Of a part of the price nothing follows: it was a kindness, and the page stays bought.
      return refunded && intentId !== null ? { kind: "refunded", intentId } : null;
    }
    case "charge.dispute.funds_withdrawn": {
      const intentId = idOf(event.data.object.payment_intent);
      return intentId === null ? null : { kind: "refunded", intentId };
    }
    default:
      return null;
  }
}

/** Of a checkout that somebody else has made in the same account nothing follows. */
const expiryOf = ({ client_reference_id: paymentId }: Stripe.Checkout.Session): PaymentNews | null =>
  paymentId === null ? null : { kind: "expired", paymentId };

const idOf = (named: string | { readonly id: string } | null): string | null =>
  typeof named === "string" ? named : (named?.id ?? null);

/** While Stripe still tries to get the money (`past_due`), what was bought is to be had. */
const LIVE = ["active", "trialing", "past_due"];
const RANKS: Readonly<Record<string, number>> = {
  "customer.subscription.created": 0,
  "customer.subscription.deleted": 2,
};

function subscriptionOf({ id: eventId, type, created, data }: SubscriptionEvent): SubscriptionNews {
  const { object } = data;
  const [item] = object.items.data;
  const before = "previous_attributes" in data ? data.previous_attributes?.status : undefined;
  return {
    kind: "subscription",
    eventId,
    subscriptionId: object.id,
    customerId: typeof object.customer === "string" ? object.customer : object.customer.id,
    price: item?.price.id ?? null,
    status: object.status,
    isLive: LIVE.includes(object.status),
    periodEnd: dateOf(item?.current_period_end),
    endsAt: dateOf(object.ended_at ?? object.cancel_at),
    at: new Date(created * 1000),
    rank: RANKS[type] ?? 1,
    statusBefore: before ?? null,
  };
}

const dateOf = (seconds: number | null | undefined): Date | null =>
  seconds == null ? null : new Date(seconds * 1000);
