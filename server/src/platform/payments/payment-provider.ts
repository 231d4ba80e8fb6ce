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

/** A plan that an account wants to pay for. */
export type PlanOrder = {
  readonly userId: string;
  readonly customerId: string;
  readonly price: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/** How a subscription is, as of some moment. News of one come in any order, and as often as the provider likes. */
export type SubscriptionNews = {
  readonly kind: "subscription";
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly price: string | null;
  /** The provider's word, and whether what was bought is to be had by it. */
  readonly status: string;
  readonly isLive: boolean;
  readonly periodEnd: Date | null;
  /** When it ends, where that is decided. */
  readonly endsAt: Date | null;
  readonly at: Date;
  /** Of several at the same moment the higher is the later. */
  readonly rank: number;
  /** What the status was before, where this changed it. */
  readonly statusBefore: string | null;
};

/** Takes money for handles, and for plans of accounts. Nothing else of the program knows who does. */
export type PaymentProvider = {
  /** Where the buyer pays. Rejects with `payment_failed` where the provider does not say, as the next four do. */
  readonly beginCheckout: (order: Order) => Promise<string>;
  /** The provider's name for an account: the same for the same, also for two that ask at once. */
  readonly createCustomer: (userId: string, email: string) => Promise<string>;
  /** Whoever had begun to buy one before can no longer pay there. */
  readonly beginSubscription: (order: PlanOrder) => Promise<string>;
  /** Something is paid for, or would be again: as the provider knows it now, before we have heard. */
  readonly isSubscribed: (customerId: string) => Promise<boolean>;
  /** Where an account sees what it pays, changes and ends it. */
  readonly openPortal: (customerId: string, returnUrl: string) => Promise<string>;
  /** What an event means to us; `null` for what means nothing. Throws `invalid_signature` unless the provider signed it. */
  readonly readEvent: (body: Buffer, signature: string) => PaymentNews | SubscriptionNews | null;
};
