import { expect, test } from "vitest";
import { EVENT_CATALOGUE } from "#features/webhooks/event-catalogue.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startPages } from "#testing/start-pages.ts";
import { startStripeStandIn } from "#testing/start-stripe-stand-in.ts";
import { createEdgePages } from "./index.ts";

const edge = (deps: Parameters<typeof createEdgePages>[0]) => ({ visitors: createEdgePages(deps) });
const BUYERS = "/v2/handles/acme/pages/course/buyers";

async function startShop(location?: string) {
  let now = () => new Date();
  const stripe = await startStripeStandIn({ now: () => now() });
  const pages = await startPages({
    ...(location !== undefined && { location }),
    control: { payments: stripe.payments },
    edge,
  });
  now = pages.control.now;
  const blocks = [{ type: "text", markdown: "The lesson" }];
  await pages.publish("course", { mode: "PAID", priceCents: 1900, currency: "EUR", blocks });
  const send = (payload: string, signature: string) =>
    pages.control.api.request(
      "/v2/public/payments/stripe",
      {
        method: "POST",
        headers: { "content-type": "application/json", "stripe-signature": signature },
        body: payload,
      },
      { address: "192.0.2.1" },
    );
  return {
    ...pages,
    stripe,
    send,
    hear: async (type: string, object: object) => {
      const { payload, signature } = stripe.event(type, object, pages.control.now());
      return (await send(payload, signature)).status;
    },
    /** The checkout that was begun as the n-th, paid. */
    paid: (n: number, intent: string, email = "Anna@example.com") => ({
      ...{ id: `cs_test_${n}`, object: "checkout.session", payment_status: "paid", payment_intent: intent },
      client_reference_id: stripe.orders[n - 1]?.["client_reference_id"] ?? "pay_of_a_stranger",
      customer_details: { email },
    }),
    /** What Anna sees, who signs in by the newest mail. */
    signIn: async () => {
      const token = /sign-in=(\S+)/.exec(pages.control.mails.at(-1)?.text ?? "")?.[1] ?? "";
      const { headers } = await pages.visit("/course", { form: { token } });
      return { cookie: headers["set-cookie"]?.[0]?.split(";")[0] ?? "" };
    },
    [Symbol.asyncDispose]: async () => {
      await pages[Symbol.asyncDispose]();
      await stripe[Symbol.asyncDispose]();
    },
  };
}

onEveryEngine((_, locate) => {
  test("a page is bought without script, opens to its buyer, and closes when the money goes back", async () => {
    await using shop = await startShop(await locate());
    const gate = await shop.visit("/course");
    expect(gate.body).toContain("€19.00");
    expect(gate.body).not.toContain("The lesson");
    const leading = await shop.visit("/course", { form: { buy: "1" } });
    expect(leading.body).toContain('content="0;url=https://checkout.stripe.example/cs_test_1"');
    expect(shop.stripe.orders).toMatchObject([
      {
        "line_items[0][price_data][unit_amount]": "1900",
        "line_items[0][price_data][currency]": "eur",
        success_url: "http://acme.sites.test:8080/course?bought=1",
        key: expect.stringMatching(/^pay_/),
      },
    ]);
    expect((await shop.visit("/course?bought=1")).body).toContain("being confirmed");
    expect(await shop.hear("checkout.session.completed", shop.paid(1, "pi_1"))).toBe(204);
    expect(shop.control.mails.map(({ to }) => to)).toEqual(["anna@example.com"]);
    const headers = await shop.signIn();
    expect((await shop.visit("/course", { headers })).body).toContain("The lesson");
    const bought = { email: "anna@example.com", priceCents: 1900, currency: "EUR", status: "PAID" };
    expect((await shop.creator.get(BUYERS)).body).toMatchObject({ buyers: [bought], nextToken: null });
    expect(await shop.hear("charge.refunded", { refunded: false, payment_intent: "pi_1" })).toBe(204);
    expect((await shop.visit("/course", { headers })).body).toContain("The lesson");
    expect(await shop.hear("charge.refunded", { refunded: true, payment_intent: "pi_1" })).toBe(204);
    expect((await shop.visit("/course", { headers })).body).not.toContain("The lesson");
    expect((await shop.creator.get(BUYERS)).body).toMatchObject({ buyers: [{ status: "REFUNDED" }] });
    const payloads = await shop.control.rows("select type, payload from outbox where type like 'page.%'");
    for (const { type, payload } of payloads as { type: string; payload: string }[]) {
      const known = EVENT_CATALOGUE[type]?.payload.strict().safeParse(JSON.parse(payload));
      expect(known?.error, type).toBeUndefined();
    }
    const told = await shop.control.rows(
      "select type from outbox where type in ('page.purchased', 'page.refunded')",
    );
    expect(told).toHaveLength(2);
  });

  test("news of a payment count once, in any order, and of a stranger's purchase not at all", async () => {
    await using shop = await startShop(await locate());
    for (let round = 0; round < 2; round++) {
      await shop.visit("/course", { form: { buy: "1" } });
      shop.control.advance(1);
    }
    // The refund comes first, and the end of the checkout after its payment.
    await shop.hear("charge.refunded", { refunded: true, payment_intent: "pi_1" });
    await shop.hear("checkout.session.completed", shop.paid(1, "pi_1"));
    const statuses = () => shop.control.rows("select status from page_payments order by payment_id");
    expect(await statuses()).toMatchObject([{ status: "REFUNDED" }, { status: "OPEN" }]);
    expect(shop.control.mails).toEqual([]);
    for (let round = 0; round < 3; round++) {
      expect(await shop.hear("checkout.session.completed", shop.paid(2, "pi_2"))).toBe(204);
      expect(await shop.hear("checkout.session.expired", shop.paid(2, "pi_2"))).toBe(204);
    }
    expect(await shop.hear("checkout.session.completed", shop.paid(9, "pi_9"))).toBe(204);
    expect(await shop.hear("customer.created", { id: "cus_1" })).toBe(204);
    expect(await statuses()).toMatchObject([{ status: "REFUNDED" }, { status: "PAID" }]);
    expect(shop.control.mails).toHaveLength(1);
    expect(await shop.control.rows("select id from outbox where type = 'page.purchased'")).toHaveLength(2);
    // Of two purchases one goes back: the page stays bought.
    await shop.hear("charge.refunded", { refunded: true, payment_intent: "pi_1" });
    expect((await shop.visit("/course", { headers: await shop.signIn() })).body).toContain("The lesson");
  });
});

test("what Stripe has not signed, has signed for somebody else, or too long ago, is not believed", async () => {
  await using shop = await startShop();
  await shop.visit("/course", { form: { buy: "1" } });
  const object = shop.paid(1, "pi_1");
  const now = shop.control.now();
  const signed = (at = now, secret?: string) =>
    shop.stripe.event("checkout.session.completed", object, at, secret === undefined ? {} : { secret });
  const { payload, signature } = signed();
  const old = signed(new Date(now.getTime() - 301_000));
  for (const [body, header] of [
    [payload, ""],
    [payload, "t=1,v1=00"],
    [payload.replace("pi_1", "pi_2"), signature],
    [payload, signed(now, "whsec_of_another").signature],
    [old.payload, old.signature],
  ] as const) {
    const refused = await shop.send(body, header);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: "invalid_signature" });
  }
  expect(await shop.control.rows("select status from page_payments")).toEqual([{ status: "OPEN" }]);
  expect((await shop.send(payload, signature)).status).toBe(204);
});

test("nothing is sold without a provider, nor what is free, and a provider that fails is said so", async () => {
  await using shop = await startShop();
  await shop.publish("open");
  const buy = (slug: string) => shop.control.anonymous.send("POST", `/v2/public/pages/acme/${slug}/checkout`);
  expect(await buy("open")).toMatchObject({ status: 409, body: { error: "conflict" } });
  expect((await buy("none")).status).toBe(404);
  const begun = await buy("course");
  expect(begun).toMatchObject({
    status: 201,
    body: { checkoutUrl: "https://checkout.stripe.example/cs_test_1" },
  });
  shop.stripe.fail(true);
  expect(await buy("course")).toMatchObject({ status: 502, body: { error: "payment_failed" } });
  expect((await shop.visit("/course", { form: { buy: "1" } })).status).toBe(502);
  await using poor = await startPages({ edge });
  await poor.publish("course", { mode: "PAID", priceCents: 1900, currency: "EUR" });
  const refused = await poor.control.anonymous.send("POST", "/v2/public/pages/acme/course/checkout");
  expect(refused).toMatchObject({ status: 409, body: { error: "connect_not_configured" } });
  const page = await poor.visit("/course", { form: { buy: "1" } });
  expect(page.status).toBe(409);
  expect(page.body).toContain("nothing can be sold");
});
