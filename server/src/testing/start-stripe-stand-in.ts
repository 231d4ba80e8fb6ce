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

type Books = ReturnType<typeof newBooks>;

const newBooks = () => ({
  orders: [] as Sent[],
  customers: [] as Sent[],
  portals: [] as Sent[],
  /** Checkouts that can no longer be paid. */
  expired: [] as string[],
  /** What customers pay for, as this API lists it, whatever was told. */
  subscriptions: [] as { readonly customer: string; readonly status: string }[],
});

const answersFrom = ({
  orders,
  customers,
  portals,
  expired,
  subscriptions,
}: Books): Readonly<Record<string, (sent: Sent) => object>> => ({
  "POST /v1/checkout/sessions": (sent) => {
    const id = `cs_test_${orders.push(sent)}`;
    return { id, object: "checkout.session", url: `https://checkout.stripe.example/${id}` };
  },
  "GET /v1/checkout/sessions": ({ customer }) => {
    const ids = orders.map((sent, at): Sent => ({ ...sent, id: `cs_test_${at + 1}` }));
    const open = ids.filter((sent) => sent["customer"] === customer && !expired.includes(String(sent["id"])));
    return { object: "list", data: open };
  },
  "POST /v1/checkout/sessions/ID/expire": ({ id = "" }) => {
    expired.push(id);
    return { id, object: "checkout.session" };
  },
  "GET /v1/subscriptions": (sent) => ({
    object: "list",
    data: subscriptions.filter(({ customer }) => customer === sent["customer"]),
  }),
  // Once for each key, as Stripe does.
  "POST /v1/customers": (sent) => {
    const known = customers.findIndex(({ key }) => key === sent["key"]) + 1;
    return { id: `cus_${known || customers.push(sent)}`, object: "customer" };
  },
  "POST /v1/billing_portal/sessions": (sent) => ({
    id: `bps_${portals.push(sent)}`,
    object: "billing_portal.session",
    url: `https://billing.stripe.example/${sent["customer"]}`,
  }),
});

/** A stand-in for Stripe's API on this machine: it makes checkouts as Stripe does, and signs events as Stripe does. */
export async function startStripeStandIn(clock: ControlDeps["clock"] = systemClock) {
  const kept = newBooks();
  let isDown = false;
  const answers = answersFrom(kept);
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://stripe.example");
      const [id] = /cs_test_\d+/.exec(pathname) ?? [];
      const answer = answers[`${request.method} ${pathname.replace(id ?? "ID", "ID")}`];
      const status = isDown ? 400 : answer === undefined ? 404 : 200;
      const said = Object.fromEntries([...searchParams, ...new URLSearchParams(body)]);
      const sent = { ...said, key: keyOf(request.headers), ...(id !== undefined && { id }) };
      const refusal = { error: { type: "invalid_request_error", message: "no" } };
      const answered = status === 200 && answer !== undefined ? answer(sent) : refusal;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answered));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stripe = new Stripe("sk_test_x");
  const config = { secretKey: "sk_test_x", webhookSecret: SECRET, apiBase };
  return {
    ...kept,
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
