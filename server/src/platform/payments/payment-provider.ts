/** A purchase as a provider is told of it. */
export type Order = {
  readonly paymentId: string;
  readonly title: string;
  /** In the currency's smallest unit. */
  readonly priceCents: number;
  readonly currency: string;
  /** Where it is known already. */
  readonly email: string | null;
  /** Where the buyer comes back to. */
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/** What a provider tells of a purchase that we have named, or of its money: in any order and as often as it likes. */
export type PaymentNews =
  | {
      readonly kind: "paid";
      readonly paymentId: string;
      readonly checkoutId: string;
      readonly intentId: string | null;
      readonly email: string | null;
    }
  | { readonly kind: "expired"; readonly paymentId: string }
  | { readonly kind: "refunded"; readonly intentId: string };

/** Takes money for a handle. Nothing else of the program knows who does. */
export type PaymentProvider = {
  /** Where the buyer pays. Rejects with `payment_failed` where the provider does not say. */
  readonly beginCheckout: (order: Order) => Promise<string>;
  /** What an event means to us; `null` for what means nothing. Throws `invalid_signature` unless the provider signed it. */
  readonly readEvent: (body: Buffer, signature: string) => PaymentNews | null;
};
