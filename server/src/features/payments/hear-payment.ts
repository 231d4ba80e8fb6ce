import { findHandleName } from "#features/handles/index.ts";
import { type LinkedPage, requestLink, revokeGrant, saveGrant } from "#features/page-visitors/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate, type Outcome } from "#platform/mutate.ts";
import type { PaymentNews } from "#platform/payments/payment-provider.ts";
import * as contract from "./contract.ts";
import type { Payment } from "./payment.ts";
import {
  findByIntent,
  findPayment,
  hasOtherPaid,
  keepEarlyRefund,
  savePayment,
  wasRefundedEarly,
} from "./store.ts";

type Heard = Outcome<Payment | null>;
const NOTHING: Heard = { result: null, audit: null };

/**
 * Does what follows from news of a provider: once, however often it is told, and in whatever order. A payment opens the
 * page to its buyer, who is mailed the way in; a refund closes it.
 */
export async function hearPayment(
  deps: ControlDeps,
  actor: AnonymousActor,
  news: PaymentNews,
  address: string,
): Promise<void> {
  const paid = await mutate<Payment | null>(deps, actor, contract.hearStripe, (tx, now) => {
    switch (news.kind) {
      case "paid":
        return pay(tx, news, now);
      case "expired":
        return expire(tx, news.paymentId);
      case "refunded":
        return refund(tx, news.intentId, now);
    }
  });
  if (paid?.status !== "PAID" || paid.email === null) return;
  const handle = await findHandleName(deps.db.read, paid.handleId);
  if (handle === undefined) return;
  const page: LinkedPage = { handleId: paid.handleId, handle, slug: paid.slug };
  // The provider must not tell it all again because a mail is one too many.
  await requestLink(deps, actor, paid.email, page, address).catch((err: unknown) =>
    deps.log.warn({ err }, "a buyer was not mailed a link, and can ask for one"),
  );
}

async function pay(tx: Tx, news: Extract<PaymentNews, { kind: "paid" }>, now: Date): Promise<Heard> {
  const read = readerOf(tx);
  const before = await findPayment(read, news.paymentId);
  if (before === undefined || before.paidAt !== null) return NOTHING;
  const { intentId, checkoutId } = news;
  const isRefunded = intentId !== null && (await wasRefundedEarly(read, intentId));
  const payment: Payment = {
    ...before,
    checkoutId,
    intentId,
    email: news.email ?? before.email,
    status: isRefunded ? "REFUNDED" : "PAID",
    paidAt: now,
    refundedAt: isRefunded ? now : null,
  };
  await savePayment(tx, payment);
  if (!isRefunded && payment.email !== null)
    await saveGrant(tx, { ...payment, email: payment.email }, "PURCHASE", now);
  return outcomeOf(payment, isRefunded ? ["purchased", "refunded"] : ["purchased"]);
}

/** A checkout that was left; one that was paid after all stays paid. */
async function expire(tx: Tx, paymentId: string): Promise<Heard> {
  const before = await findPayment(readerOf(tx), paymentId);
  if (before?.status !== "OPEN") return NOTHING;
  await savePayment(tx, { ...before, status: "EXPIRED" });
  const { handleId } = before;
  return { result: null, audit: { action: "payment.expire", target: paymentId, handleId } };
}

async function refund(tx: Tx, intentId: string, now: Date): Promise<Heard> {
  const read = readerOf(tx);
  const before = await findByIntent(read, intentId);
  if (before === undefined) {
    await keepEarlyRefund(tx, intentId, now);
    return NOTHING;
  }
  if (before.status === "REFUNDED") return NOTHING;
  const payment: Payment = { ...before, status: "REFUNDED", refundedAt: now };
  await savePayment(tx, payment);
  const { email } = payment;
  if (email !== null && !(await hasOtherPaid(read, payment)))
    await revokeGrant(tx, { ...payment, email }, now);
  return outcomeOf(payment, ["refunded"]);
}

function outcomeOf(payment: Payment, verbs: readonly ("purchased" | "refunded")[]): Heard {
  const { paymentId, handleId, slug, priceCents, currency } = payment;
  const told = { paymentId, slug, priceCents, currency };
  return {
    result: payment,
    audit: verbs.map((verb) => ({ action: `page.${verb}`, target: paymentId, handleId, details: told })),
    events: verbs.map((verb) => ({ type: `page.${verb}`, payload: told })),
  };
}
