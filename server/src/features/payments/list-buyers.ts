import type { MemberActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Payment } from "./payment.ts";
import { listPaid } from "./store.ts";

/** Whoever has paid for a page, the newest first, also if it was refunded or the page is no more. */
export async function listBuyers(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  slug: string,
  { limit, nextToken }: { readonly limit: number; readonly nextToken?: string | undefined },
): Promise<Page<Payment>> {
  const rows = await listPaid(db.read, handleId, slug, nextToken, limit + 1);
  return toPage(rows, limit, ({ paymentId }) => [paymentId]);
}
