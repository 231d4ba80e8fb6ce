import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startBilling, subscription } from "#testing/start-billing.ts";
import { sweepBilling } from "./index.ts";

const DAY_MS = 86_400_000;
const CHECKOUT = "/v2/billing/checkout-session";

/** What Stripe says of one subscription, in the order in which it happens, some of it within one second. */
const SAID = [
  { type: "created", object: { status: "incomplete" }, more: { id: "evt_a" } },
  {
    type: "updated",
    object: { status: "trialing" },
    more: { id: "evt_b", before: { status: "incomplete" } },
  },
  {
    type: "updated",
    object: { status: "past_due" },
    more: { id: "evt_c", after: 60, before: { status: "trialing" } },
  },
  {
    type: "updated",
    object: { status: "active", items: subscription("price_enterprise").items },
    more: { id: "evt_d", after: 60, before: { status: "past_due" } },
  },
  { type: "deleted", object: { status: "canceled" }, more: { id: "evt_e", after: 61 } },
  // Of the first second too, before it was paid: something else of it changed.
  { type: "updated", object: { status: "incomplete" }, more: { id: "evt_f" } },
] as const;

onEveryEngine((_, locate) => {
  test("in whatever order news come, and however often, the last word of Stripe holds", async () => {
    await using billing = await startBilling(await locate());
    await billing.anna.post(CHECKOUT, { plan: "PRO" });
    const hearAll = async (order: readonly number[]) => {
      await billing.rows("delete from subscriptions");
      await billing.rows("delete from billing_events");
      for (const at of order) {
        const news = SAID[at];
        if (news === undefined) throw new Error("That was never said.");
        expect(await billing.hear(news.type, news.object, news.more)).toBe(204);
      }
      return billing.plan();
    };
    for (const order of [
      ...[
        [0, 1],
        [1, 0],
        [1, 0, 1, 0],
        [0, 0, 1],
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0, 1],
        [0, 5, 1],
        [1, 5],
        [1, 0, 5],
        [5, 1, 0],
      ],
    ]) {
      expect(await hearAll(order), String(order)).toBe("PRO");
    }
    for (const order of [
      [0, 1, 2, 3],
      [2, 3],
      [3, 2],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
      [2, 3, 2],
      [3, 2, 3, 2],
    ]) {
      expect(await hearAll(order), String(order)).toBe("ENTERPRISE");
    }
    for (const order of [[0, 1, 2, 3, 4], [4], [4, 3, 2, 1, 0], [3, 4, 2], [4, 4, 1]]) {
      expect(await hearAll(order), String(order)).toBe("FREE");
    }
    for (const order of [[0], [0, 5], [5, 0]]) {
      expect(await hearAll(order), String(order)).toBe("FREE"); // Nothing is paid yet.
    }
  });

  test("an event told eight times at once counts once, and two who ask at once are one customer", async () => {
    await using billing = await startBilling(await locate());
    const { anna, stripe } = billing;
    const begun = await Promise.all(Array.from({ length: 4 }, () => anna.post(CHECKOUT, { plan: "PRO" })));
    expect(begun.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(stripe.customers).toHaveLength(1);
    expect(await billing.rows("select customer_id from billing_customers")).toEqual([
      { customer_id: "cus_1" },
    ]);
    const told = Array.from({ length: 8 }, () => billing.hear("created", {}, { id: "evt_same" }));
    expect(await Promise.all(told)).toEqual(Array(8).fill(204));
    const audited = await billing.rows("select id from audit_events where action = 'plan.subscription'");
    expect(audited).toHaveLength(1);
  });
});

test("nobody pays twice: not at a checkout that was opened before, nor for what was paid and not told yet", async () => {
  await using billing = await startBilling();
  const { anna, stripe } = billing;
  const buy = async () => (await anna.post(CHECKOUT, { plan: "PRO" })).status;
  expect([await buy(), await buy(), await buy()]).toEqual([201, 201, 201]);
  expect(stripe.expired).toEqual(["cs_test_1", "cs_test_2"]);
  for (const [status, answered] of [
    ["incomplete", 201],
    ["active", 409],
    ["unpaid", 409],
    ["paused", 409],
  ] as const) {
    stripe.subscriptions.splice(0, 1, { customer: "cus_1", status });
    expect(await buy(), status).toBe(answered);
  }
  expect(stripe.orders).toHaveLength(4);
  stripe.subscriptions.splice(0, 1, { customer: "cus_2", status: "active" }); // Somebody else's.
  expect(await buy()).toBe(201);
});

test("of two subscriptions the one that ends takes nothing from the other", async () => {
  await using billing = await startBilling();
  await billing.anna.post(CHECKOUT, { plan: "PRO" });
  await billing.hear("created", {});
  await billing.hear("created", { id: "sub_2", items: subscription("price_enterprise").items });
  expect(await billing.plan()).toBe("ENTERPRISE");
  await billing.hear("deleted", { status: "canceled" }, { after: 5 });
  expect(await billing.plan()).toBe("ENTERPRISE");
  await billing.hear("updated", { id: "sub_2", status: "unpaid" }, { after: 6 });
  expect(await billing.plan()).toBe("FREE");
});

test("what was heard, and what was written, is forgotten after a month; what is paid for is not", async () => {
  await using billing = await startBilling();
  const { anna, deps, rows } = billing;
  await anna.post(CHECKOUT, { plan: "PRO" });
  await billing.hear("created", {});
  await anna.post("/v2/handles", { handle: "annas" });
  const left = async () => {
    await sweepBilling(deps);
    const count = async (table: string) => (await rows(`select * from ${table}`)).length;
    return [await count("billing_events"), await count("write_counts"), await count("subscriptions")];
  };
  billing.advance(30 * DAY_MS);
  expect(await left()).toEqual([1, 1, 1]);
  billing.advance(DAY_MS);
  expect(await left()).toEqual([0, 0, 1]);
});
