import { hearSubscription } from "#features/billing/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { notConfigured } from "#platform/payments/not-configured.ts";
import { hearPayment } from "./hear-payment.ts";

const BYTES_MAX = 512 * 1024;

/** An event of Stripe's, as it was sent: its signature is over the bytes. What means nothing to us is taken and forgotten. */
export async function hearStripe(
  deps: ControlDeps,
  actor: AnonymousActor,
  bytes: ReadableStream<Uint8Array>,
  { signature = "", address }: Pick<Caller, "signature" | "address">,
): Promise<void> {
  const { payments } = deps;
  if (payments === undefined) throw notConfigured();
  const news = payments.readEvent(await readAll(bytes), signature);
  if (news?.kind === "subscription") await hearSubscription(deps, actor, news);
  else if (news !== null) await hearPayment(deps, actor, news, address);
}

async function readAll(bytes: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > BYTES_MAX)
      throw new AppError("payload_too_large", `The body is larger than ${BYTES_MAX / 1024} KB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
