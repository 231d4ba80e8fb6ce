import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import { notConfigured } from "#platform/payments/not-configured.ts";
import * as contract from "./contract.ts";
import type { Payment } from "./payment.ts";
import { savePayment } from "./store.ts";

type Wanted = {
  readonly handleId: string;
  readonly handle: string;
  readonly slug: string;
  /** Where it is read; left out, the handle's own host. */
  readonly origin?: string;
  readonly document: PageDocument;
};

/** Where a buyer pays for a page. Nothing is theirs before the provider has told that it is paid. */
export async function beginCheckout(
  deps: ControlDeps,
  actor: AnonymousActor,
  { handleId, handle, slug, origin, document }: Wanted,
  email: string | null,
  address: string,
): Promise<{ readonly paymentId: string; readonly url: string }> {
  const { title, mode, priceCents, currency } = document;
  if (mode !== "PAID" || priceCents === null || currency === null) {
    throw new AppError("conflict", "This page is not for sale: everybody may read it, or whoever signs in.");
  }
  const { payments } = deps;
  if (payments === undefined) throw notConfigured();
  await deps.limits.count("checkout", addressKey(address));
  const paymentId = newId("pay", deps.clock.now().getTime());
  // Before anybody can pay for it: what the provider tells of it later is always of something that is known.
  await mutate(deps, actor, contract.beginPageCheckout, async (tx, now) => {
    const payment: Payment = {
      ...{ paymentId, handleId, slug, checkoutId: null, intentId: null, email, priceCents, currency },
      ...{ status: "OPEN", createdAt: now, paidAt: null, refundedAt: null },
    };
    await savePayment(tx, payment);
    return { result: undefined, audit: { action: "payment.begin", target: paymentId, handleId } };
  });
  const pageUrl = `${origin ?? handleOrigin(deps.addresses, handle)}/${slug}`;
  const order = { paymentId, title, priceCents, currency, email };
  const urls = { successUrl: `${pageUrl}?bought=1`, cancelUrl: pageUrl };
  return { paymentId, url: await payments.beginCheckout({ ...order, ...urls }) };
}
