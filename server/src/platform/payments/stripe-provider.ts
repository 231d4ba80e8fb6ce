import Stripe from "stripe";
import type { Clock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import type { Order, PaymentProvider, PlanOrder } from "./payment-provider.ts";
import { newsOf } from "./stripe-news.ts";

export type StripeConfig = {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Another address than Stripe's own. */
  readonly apiBase: string | undefined;
};

const TIMEOUT_MS = 15_000;
const TOLERANCE_SECONDS = 300;
const LISTED_MAX = 100;
/** Of these nothing is ever paid again, unless their first payment is made within a day. */
const ENDED = ["canceled", "incomplete", "incomplete_expired"];

/** Stripe, by its own SDK. Repeats of a call carry the key of the purchase, so a purchase has one checkout. */
export function createStripeProvider(
  { secretKey, webhookSecret, apiBase }: StripeConfig,
  clock: Clock,
): PaymentProvider {
  const stripe = new Stripe(secretKey, {
    ...hostOf(apiBase),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
  });
  return {
    beginCheckout: (order) =>
      addressOf(() => stripe.checkout.sessions.create(sessionOf(order), { idempotencyKey: order.paymentId })),
    createCustomer: async (userId, email) => {
      const customer = { email, metadata: { userId } };
      const idempotencyKey = `customer ${userId}`;
      return (await answered(() => stripe.customers.create(customer, { idempotencyKey }))).id;
    },
    beginSubscription: async (order) => {
      await answered(() => expireOpen(stripe, order.customerId));
      return addressOf(() => stripe.checkout.sessions.create(subscribing(order)));
    },
    isSubscribed: (customer) =>
      answered(async () => {
        const { data } = await stripe.subscriptions.list({ customer, limit: LISTED_MAX });
        return data.some(({ status }) => !ENDED.includes(status));
      }),
    openPortal: (customer, return_url) =>
      addressOf(() => stripe.billingPortal.sessions.create({ customer, return_url })),
    readEvent: (body, signature) => newsOf(verified(stripe, body, signature, webhookSecret, clock)),
  };
}

/** A session stays payable for a day: of two that were opened, both could be paid. */
async function expireOpen(stripe: Stripe, customer: string): Promise<void> {
  const { data } = await stripe.checkout.sessions.list({ customer, status: "open", limit: LISTED_MAX });
  for (const { id, mode } of data) {
    if (mode === "subscription") await stripe.checkout.sessions.expire(id);
  }
}

/** What is said of Stripe's refusals is for the log: the caller can do nothing about them. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new AppError("payment_failed", "The payment provider does not take this just now.", {
      cause,
      retryAfterSeconds: 10,
    });
  }
}

const addressOf = (ask: () => Promise<{ readonly url: string | null }>): Promise<string> =>
  answered(async () => {
    const { url } = await ask();
    if (url === null) throw new Error("Stripe has made a session without an address.");
    return url;
  });

function hostOf(apiBase: string | undefined) {
  if (apiBase === undefined) return {};
  const { protocol, hostname, port } = new URL(apiBase);
  const isSecure = protocol === "https:";
  return {
    protocol: isSecure ? ("https" as const) : ("http" as const),
    host: hostname,
    port: port === "" ? (isSecure ? 443 : 80) : Number(port),
  };
}

const sessionOf = ({ paymentId, title, priceCents, currency, email, ...order }: Order) => ({
  mode: "payment" as const,
  client_reference_id: paymentId,
  metadata: { paymentId },
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: currency.toLowerCase(),
        unit_amount: priceCents,
        product_data: { name: title },
      },
    },
  ],
  success_url: order.successUrl,
  cancel_url: order.cancelUrl,
  ...(email !== null && { customer_email: email }),
});

const subscribing = ({ userId, customerId, price, successUrl, cancelUrl }: PlanOrder) => ({
  mode: "subscription" as const,
  customer: customerId,
  client_reference_id: userId,
  line_items: [{ quantity: 1, price }],
  subscription_data: { metadata: { userId } },
  success_url: successUrl,
  cancel_url: cancelUrl,
});

function verified(
  stripe: Stripe,
  body: Buffer,
  signature: string,
  secret: string,
  clock: Clock,
): Stripe.Event {
  try {
    const at = clock.now().getTime();
    return stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, at);
  } catch (cause) {
    throw new AppError("invalid_signature", "This was not signed by the payment provider, or too long ago.", {
      cause,
    });
  }
}
