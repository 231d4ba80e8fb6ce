import { startPlans } from "./start-plans.ts";
import { startStripeStandIn } from "./start-stripe-stand-in.ts";

const SUMMARY = "/v2/billing/summary";

/** The control plane with plans that are sold, and Anna, who buys: 5 writes a day are free, 50 are PRO's. */
export async function startBilling(location?: string) {
  let now = () => new Date();
  const stripe = await startStripeStandIn({ now: () => now() });
  const plans = await startPlans({
    ...(location !== undefined && { location }),
    override: { payments: stripe.payments },
    writes: { FREE: 5, PRO: 50 },
  });
  now = plans.now;
  const send = (payload: string, signature: string) =>
    plans.anonymous.send("POST", "/v2/public/payments/stripe", JSON.parse(payload), {
      "stripe-signature": signature,
    });
  const anna = await plans.signedIn("anna");
  let events = 0;
  return {
    ...plans,
    stripe,
    send,
    anna,
    /** An event about Anna's subscription, as of so many seconds from now. */
    hear: async (type: "created" | "updated" | "deleted", object: object, more: More = {}) => {
      const { after = 0, id = `evt_${++events}`, before } = more;
      const at = new Date(plans.now().getTime() + after * 1000);
      const told = { ...subscription(), ...object };
      const about = before === undefined ? { id } : { id, before };
      const { payload, signature } = stripe.event(`customer.subscription.${type}`, told, at, about);
      return (await send(payload, signature)).status;
    },
    plan: async () => ((await anna.get(SUMMARY)).body as { plan: string }).plan,
    [Symbol.asyncDispose]: async () => {
      await plans[Symbol.asyncDispose]();
      await stripe[Symbol.asyncDispose]();
    },
  };
}

type More = { readonly after?: number; readonly id?: string; readonly before?: object };

const PERIOD_END = Date.parse("2026-02-01T00:00:00Z") / 1000;

/** Hers, as Stripe has it. */
export const subscription = (price = "price_pro") => ({
  ...{ id: "sub_1", object: "subscription", customer: "cus_1", status: "active", cancel_at: null },
  ended_at: null,
  items: { data: [{ price: { id: price }, current_period_end: PERIOD_END }] },
});
