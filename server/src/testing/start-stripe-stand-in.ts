import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { systemClock } from "#kernel/clock.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { createStripeProvider } from "#platform/payments/stripe-provider.ts";

const SECRET = "whsec_of_the_stand_in";

/** A stand-in for Stripe's API on this machine: it makes checkouts as Stripe does, and signs events as Stripe does. */
export async function startStripeStandIn(clock: ControlDeps["clock"] = systemClock) {
  const orders: Record<string, string>[] = [];
  let isDown = false;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const isCheckout = request.method === "POST" && request.url === "/v1/checkout/sessions";
      const status = isDown ? 400 : isCheckout ? 200 : 404;
      const order = Object.fromEntries(new URLSearchParams(body));
      const id = `cs_test_${orders.length + 1}`;
      if (status === 200) orders.push({ ...order, id, key: String(request.headers["idempotency-key"]) });
      const made = { id, object: "checkout.session", url: `https://checkout.stripe.example/${id}` };
      const answer = status === 200 ? made : { error: { type: "invalid_request_error", message: "no" } };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stripe = new Stripe("sk_test_x");
  const config = { secretKey: "sk_test_x", webhookSecret: SECRET, apiBase };
  return {
    orders,
    payments: createStripeProvider(config, clock),
    fail: (fails: boolean) => {
      isDown = fails;
    },
    /** An event as Stripe sends it: the body, and the header that signs it. */
    event: (type: string, object: object, at: Date, secret = SECRET) => {
      const payload = JSON.stringify({ id: "evt_1", object: "event", type, data: { object } });
      const timestamp = Math.floor(at.getTime() / 1000);
      const signature = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
      return { payload, signature };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
