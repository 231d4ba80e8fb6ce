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
    beginSubscription: (order) => addressOf(() => stripe.checkout.sessions.create(subscribing(order))),
    openPortal: (customer, return_url) =>
      addressOf(() => stripe.billingPortal.sessions.create({ customer, return_url })),
    readEvent: (body, signature) => newsOf(verified(stripe, body, signature, webhookSecret, clock)),
  };
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
