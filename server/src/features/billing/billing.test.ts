import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startBilling, subscription } from "#testing/start-billing.ts";
import { startPlans } from "#testing/start-plans.ts";

const SUMMARY = "/v2/billing/summary";
const CHECKOUT = "/v2/billing/checkout-session";
const PORTAL = "/v2/billing/portal-session";
const PERIOD_END = Date.parse("2026-02-01T00:00:00Z") / 1000;

onEveryEngine((_, locate) => {
  test("an account pays for a plan, has it when Stripe has told so, manages it, and falls back when it ends", async () => {
    await using billing = await startBilling(await locate());
    const { anna, stripe, hear } = billing;
    expect((await anna.get(SUMMARY)).body).toEqual({
      ...{ plan: "FREE", features: [], subscription: null, given: null, canBuy: true, canManage: false },
      writes: {
        ...{ used: 0, limit: 5, day: "2026-01-01", timeZone: "UTC" },
        resetsAt: "2026-01-02T00:00:00.000Z",
      },
      plans: [
        { plan: "FREE", writesPerDay: 5, features: [], prices: [] },
        expect.objectContaining({ plan: "PRO", writesPerDay: 50, prices: ["price_pro", "price_pro_year"] }),
        expect.objectContaining({ plan: "ENTERPRISE", writesPerDay: null, prices: ["price_enterprise"] }),
      ],
    });
    expect((await anna.post(PORTAL, undefined)).body).toMatchObject({ error: "conflict" });
    const begun = await anna.post(CHECKOUT, { plan: "PRO" });
    expect(begun).toMatchObject({
      status: 201,
      body: { checkoutUrl: "https://checkout.stripe.example/cs_test_1" },
    });
    expect(stripe.customers).toMatchObject([{ email: "anna@example.com", "metadata[userId]": "anna" }]);
    expect(stripe.orders).toMatchObject([
      {
        ...{ mode: "subscription", customer: "cus_1", client_reference_id: "anna" },
        "line_items[0][price]": "price_pro",
        success_url: "http://app.switchyard.test/app/account/plan?bought=PRO",
      },
    ]);
    expect(await billing.plan()).toBe("FREE"); // Who comes back from there has paid nothing yet, as far as is known.
    expect(await hear("created", {})).toBe(204);
    const bought = (await anna.get(SUMMARY)).body;
    expect(bought).toMatchObject({
      ...{ plan: "PRO", canBuy: false, canManage: true, writes: { limit: 50 } },
      features: ["growth_tools", "exports", "creator_pages", "paid_pages"],
      subscription: { plan: "PRO", status: "active", renewsAt: "2026-02-01T00:00:00.000Z", endsAt: null },
    });
    expect((await anna.get("/v2/auth/me")).body).toMatchObject({ plan: "PRO" });
    expect((await anna.post(CHECKOUT, { plan: "ENTERPRISE" })).body).toMatchObject({ error: "conflict" });
    expect((await anna.post(PORTAL, undefined)).body).toEqual({
      portalUrl: "https://billing.stripe.example/cus_1",
    });
    expect(stripe.portals).toMatchObject([{ return_url: "http://app.switchyard.test/app/account/plan" }]);
    // Cancelled for the end of the month: it is theirs until then.
    await hear("updated", { cancel_at: PERIOD_END }, { after: 1 });
    expect((await anna.get(SUMMARY)).body).toMatchObject({
      ...{ plan: "PRO", subscription: { renewsAt: null, endsAt: "2026-02-01T00:00:00.000Z" } },
    });
    await hear("deleted", { status: "canceled", ended_at: PERIOD_END }, { after: 2 });
    expect((await anna.get(SUMMARY)).body).toMatchObject({
      ...{ plan: "FREE", canBuy: true, canManage: true },
      subscription: { status: "canceled", isLive: false },
    });
    const audited = await billing.rows(
      "select action from audit_events where target = 'anna' and action like 'plan.%'",
    );
    expect(audited).toHaveLength(4);
    // Whoever buys again is known already.
    await anna.post(CHECKOUT, { plan: "PRO", price: "price_pro_year" });
    expect(stripe.customers).toHaveLength(1);
    expect(stripe.orders[1]).toMatchObject({ customer: "cus_1", "line_items[0][price]": "price_pro_year" });
  });
});

test("what Stripe has not signed, or too long ago, changes no plan; nor does what is nobody's here", async () => {
  await using billing = await startBilling();
  const { stripe, send, now } = billing;
  await billing.anna.post(CHECKOUT, { plan: "PRO" });
  const type = "customer.subscription.created";
  const { payload, signature } = stripe.event(type, subscription(), now());
  const forged = stripe.event(type, subscription(), now(), { secret: "whsec_of_another" });
  const old = stripe.event(type, subscription(), new Date(now().getTime() - 301_000));
  for (const [body, header] of [
    [payload, ""],
    [payload.replace("price_pro", "price_enterprise"), signature],
    [forged.payload, forged.signature],
    [old.payload, old.signature],
  ] as const) {
    expect(await send(body, header)).toMatchObject({ status: 400, body: { error: "invalid_signature" } });
  }
  expect(await billing.plan()).toBe("FREE");
  expect(await billing.hear("created", { id: "sub_9", customer: "cus_of_a_stranger" })).toBe(204);
  expect(await billing.rows("select subscription_id from subscriptions")).toEqual([]);
  // A price that no plan names buys none.
  expect(await billing.hear("created", { items: subscription("price_of_a_mug").items })).toBe(204);
  expect(await billing.plan()).toBe("FREE");
  // A checkout of a plan is no purchase of a page.
  const session = { id: "cs_1", object: "checkout.session", mode: "subscription", payment_status: "paid" };
  const done = stripe.event(
    "checkout.session.completed",
    { ...session, client_reference_id: "anna" },
    now(),
    {
      id: "evt_done",
    },
  );
  expect((await send(done.payload, done.signature)).status).toBe(204);
  expect(await billing.plan()).toBe("FREE");
  expect((await send(payload, signature)).status).toBe(204);
});

test.each([
  [{ plan: "FREE" }, 400, "invalid_payload"],
  [{ plan: "GOLD" }, 400, "invalid_payload"],
  [{ plan: "PRO", price: "price_enterprise" }, 400, "invalid_payload"],
  [{ plan: "PRO", returnUrl: "https://evil.example/" }, 400, "invalid_payload"],
  [{}, 400, "invalid_payload"],
])("a checkout of %j is refused, and nobody is told of it", async (body, status, error) => {
  await using billing = await startBilling();
  expect(await billing.anna.post(CHECKOUT, body)).toMatchObject({ status, body: { error } });
  expect(billing.stripe.orders).toEqual([]);
  expect(billing.stripe.customers).toEqual([]);
});

test("a provider that fails is said so, and one that is not there as well; no token reaches billing", async () => {
  await using billing = await startBilling();
  const { anna, stripe } = billing;
  stripe.fail(true);
  expect(await anna.post(CHECKOUT, { plan: "PRO" })).toMatchObject({
    status: 502,
    body: { error: "payment_failed" },
  });
  expect(await billing.rows("select user_id from billing_customers")).toEqual([]);
  stripe.fail(false);
  await anna.post(CHECKOUT, { plan: "PRO" });
  stripe.fail(true);
  expect((await anna.post(PORTAL, undefined)).status).toBe(502);
  const token = await billing.token(["*"]);
  for (const [method, path] of [
    ["GET", SUMMARY],
    ["POST", CHECKOUT],
    ["POST", PORTAL],
  ] as const) {
    expect((await token.send(method, path)).body).toMatchObject({ error: "insufficient_scope" });
    expect((await billing.anonymous.send(method, path)).status).toBe(401);
  }
  await using poor = await startPlans();
  const bert = await poor.signedIn("bert");
  for (const [path, body] of [
    [CHECKOUT, { plan: "PRO" }],
    [PORTAL, undefined],
  ] as const) {
    expect((await bert.post(path, body)).body).toMatchObject({ error: "connect_not_configured" });
  }
  expect((await bert.get(SUMMARY)).body).toMatchObject({ canBuy: false, canManage: false });
});
