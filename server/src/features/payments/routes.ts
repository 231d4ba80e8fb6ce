import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { hearStripe } from "./hear-stripe.ts";
import { listBuyers } from "./list-buyers.ts";
import type { Payment } from "./payment.ts";
import { startPurchase } from "./start-purchase.ts";

/** Selling pages, and who has bought them. */
export const paymentOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listPageBuyers, async ({ actor, params, query }) => {
    const { items, nextToken } = await listBuyers(deps, actor, params.pageSlug, query);
    return { status: 200, body: { buyers: items.map(present), nextToken } };
  }),

  bind(contract.beginPageCheckout, async ({ actor, params, caller }) => {
    const { paymentId, url } = await startPurchase(deps, actor, params.handle, params.pageSlug, caller);
    return { status: 201, body: { paymentId, checkoutUrl: url } };
  }),

  bind(contract.hearStripe, async ({ actor, upload, caller }) => {
    await hearStripe(deps, actor, upload.bytes, caller);
    return { status: 204 };
  }),
];

const present = ({ paymentId, email, priceCents, currency, status, paidAt, refundedAt }: Payment) => ({
  ...{ paymentId, email, priceCents, currency },
  status: status === "REFUNDED" ? ("REFUNDED" as const) : ("PAID" as const),
  paidAt: (paidAt ?? new Date(0)).toISOString(),
  refundedAt: refundedAt?.toISOString() ?? null,
});
