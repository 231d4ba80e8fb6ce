export type PaymentStatus = "OPEN" | "EXPIRED" | "PAID" | "REFUNDED";

/** A purchase that was begun, and what has become of it. */
export type Payment = {
  readonly paymentId: string;
  readonly handleId: string;
  readonly slug: string;
  readonly checkoutId: string | null;
  readonly intentId: string | null;
  /** In lower case; `null` until the buyer has said so. */
  readonly email: string | null;
  readonly priceCents: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly refundedAt: Date | null;
};
