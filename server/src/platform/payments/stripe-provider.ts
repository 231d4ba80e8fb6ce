import Stripe from "stripe";
import type { Clock } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import type { Order, PaymentNews, PaymentProvider } from "./payment-provider.ts";

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
    beginCheckout: async (order) => {
      try {
        const session = await stripe.checkout.sessions.create(sessionOf(order), {
          idempotencyKey: order.paymentId,
        });
        if (session.url === null) throw new Error("Stripe has made a checkout without an address.");
        return session.url;
      } catch (cause) {
        throw new AppError("payment_failed", "The payment provider does not take this purchase just now.", {
          cause,
          retryAfterSeconds: 10,
        });
      }
    },
    readEvent: (body, signature) => newsOf(verified(stripe, body, signature, webhookSecret, clock)),
  };
}

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

function newsOf(event: Stripe.Event): PaymentNews | null {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded": {
      const session = event.data.object;
      // What is paid by bank may take days: then this says so, and the other comes later.
      const paymentId = session.client_reference_id;
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
