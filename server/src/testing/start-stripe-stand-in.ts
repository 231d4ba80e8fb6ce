import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { systemClock } from "#kernel/clock.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { createStripeProvider } from "#platform/payments/stripe-provider.ts";

const SECRET = "whsec_of_the_stand_in";

type Sent = Readonly<Record<string, string>>;
/** What else there is to an event. */
type More = { readonly id?: string; readonly secret?: string; readonly before?: object };

/** A stand-in for Stripe's API on this machine: it makes checkouts as Stripe does, and signs events as Stripe does. */
export async function startStripeStandIn(clock: ControlDeps["clock"] = systemClock) {
  const orders: Sent[] = [];
  const customers: Sent[] = [];
  const portals: Sent[] = [];
  let isDown = false;
  const answers: Readonly<Record<string, (sent: Sent) => object>> = {
    "/v1/checkout/sessions": (sent) => {
      const id = `cs_test_${orders.push(sent)}`;
      return { id, object: "checkout.session", url: `https://checkout.stripe.example/${id}` };
    },
    // Once for each key, as Stripe does.
    "/v1/customers": (sent) => {
      const known = customers.findIndex(({ key }) => key === sent["key"]) + 1;
      return { id: `cus_${known || customers.push(sent)}`, object: "customer" };
    },
    "/v1/billing_portal/sessions": (sent) => ({
      id: `bps_${portals.push(sent)}`,
      object: "billing_portal.session",
      url: `https://billing.stripe.example/${sent["customer"]}`,
    }),
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = request.method === "POST" ? answers[request.url ?? ""] : undefined;
      const status = isDown ? 400 : answer === undefined ? 404 : 200;
      const sent = { ...Object.fromEntries(new URLSearchParams(body)), key: keyOf(request.headers) };
      const refusal = { error: { type: "invalid_request_error", message: "no" } };
      const said = status === 200 && answer !== undefined ? answer(sent) : refusal;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stripe = new Stripe("sk_test_x");
  const config = { secretKey: "sk_test_x", webhookSecret: SECRET, apiBase };
  return {
    orders,
    customers,
    portals,
    payments: createStripeProvider(config, clock),
    fail: (fails: boolean) => {
      isDown = fails;
    },
    /** An event as Stripe sends it at that time: the body, and the header that signs it. */
    event: (type: string, object: object, at: Date, { id = "evt_1", secret = SECRET, before }: More = {}) => {
      const timestamp = Math.floor(at.getTime() / 1000);
      const data = { object, ...(before && { previous_attributes: before }) };
      const payload = JSON.stringify({ id, object: "event", type, created: timestamp, data });
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

const keyOf = (headers: NodeJS.Dict<string | string[]>) => String(headers["idempotency-key"]);
