import type { Reader, Tx } from "#platform/database/database.ts";
import type { Payment, PaymentStatus } from "./payment.ts";

type PaymentTables = {
  readonly page_payments: {
    readonly payment_id: string;
    readonly handle_id: string;
    readonly slug: string;
    readonly checkout_id: string | null;
    readonly intent_id: string | null;
    readonly email: string | null;
    readonly price_cents: number;
    readonly currency: string;
    readonly status: PaymentStatus;
    readonly created_at: number;
    readonly paid_at: number | null;
    readonly refunded_at: number | null;
  };
  readonly early_refunds: { readonly intent_id: string; readonly at: number };
};
type Row = PaymentTables["page_payments"];

const payments = (read: Reader) =>
  read.$extendTables<PaymentTables>().selectFrom("page_payments").selectAll();

export async function findPayment(read: Reader, paymentId: string): Promise<Payment | undefined> {
  const row = await payments(read).where("payment_id", "=", paymentId).executeTakeFirst();
  return row && toPayment(row);
}

export async function findByIntent(read: Reader, intentId: string): Promise<Payment | undefined> {
  const row = await payments(read).where("intent_id", "=", intentId).executeTakeFirst();
  return row && toPayment(row);
}

/** Of a page, the newest first, from the one before `before` on: those that have been paid, also if refunded since. */
export async function listPaid(
  read: Reader,
  handleId: string,
  slug: string,
  before: string | undefined,
  limit: number,
): Promise<Payment[]> {
  const all = payments(read)
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .where("paid_at", "is not", null)
    .orderBy("payment_id", "desc")
    .limit(limit);
  const rows = await (before === undefined ? all : all.where("payment_id", "<", before)).execute();
  return rows.map(toPayment);
}

/** Whether an address has paid for a page by another purchase than this, and not been given it back. */
export async function hasOtherPaid(
  read: Reader,
  { paymentId, handleId, slug, email }: Payment,
): Promise<boolean> {
  const row = await payments(read)
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .where("email", "=", email)
    .where("status", "=", "PAID")
    .where("payment_id", "<>", paymentId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function savePayment(tx: Tx, payment: Payment): Promise<void> {
  const row = toRow(payment);
  await tx
    .$extendTables<PaymentTables>()
    .insertInto("page_payments")
    .values(row)
    .onConflict((taken) => taken.column("payment_id").doUpdateSet(row))
    .execute();
}

/** A refund of what we have not heard of yet. */
export async function keepEarlyRefund(tx: Tx, intentId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<PaymentTables>()
    .insertInto("early_refunds")
    .values({ intent_id: intentId, at: now.getTime() })
    .onConflict((taken) => taken.column("intent_id").doNothing())
    .execute();
}

export async function wasRefundedEarly(read: Reader, intentId: string): Promise<boolean> {
  const row = await read
    .$extendTables<PaymentTables>()
    .selectFrom("early_refunds")
    .select("at")
    .where("intent_id", "=", intentId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Those that were told of before then. */
export async function deleteEarlyRefunds(tx: Tx, before: Date): Promise<void> {
  await tx
    .$extendTables<PaymentTables>()
    .deleteFrom("early_refunds")
    .where("at", "<", before.getTime())
    .execute();
}

const toPayment = (row: Row): Payment => ({
  paymentId: row.payment_id,
  handleId: row.handle_id,
  slug: row.slug,
  checkoutId: row.checkout_id,
  intentId: row.intent_id,
  email: row.email,
  priceCents: row.price_cents,
  currency: row.currency,
  status: row.status,
  createdAt: new Date(row.created_at),
  paidAt: row.paid_at === null ? null : new Date(row.paid_at),
  refundedAt: row.refunded_at === null ? null : new Date(row.refunded_at),
});

const toRow = (payment: Payment): Row => ({
  payment_id: payment.paymentId,
  handle_id: payment.handleId,
  slug: payment.slug,
  checkout_id: payment.checkoutId,
  intent_id: payment.intentId,
  email: payment.email,
  price_cents: payment.priceCents,
  currency: payment.currency,
  status: payment.status,
  created_at: payment.createdAt.getTime(),
  paid_at: payment.paidAt?.getTime() ?? null,
  refunded_at: payment.refundedAt?.getTime() ?? null,
});
