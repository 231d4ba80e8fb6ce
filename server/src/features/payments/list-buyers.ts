import { getPage, type PageSlug } from "#features/pages/index.ts";
import type { MemberActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Payment } from "./payment.ts";
import { listPaid } from "./store.ts";

/** Whoever has paid for a page, the newest first, also if it was refunded or the page is no more. Throws 404 for no page. */
export async function listBuyers(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  slug: PageSlug,
  { limit, nextToken }: { readonly limit: number; readonly nextToken?: string | undefined },
): Promise<Page<Payment>> {
  const rows = await listPaid(db.read, handleId, slug, nextToken, limit + 1);
  // Of a page that is no more there may be buyers still; of one that never was there are none.
  if (rows.length === 0) await getPage(db.read, { handleId }, slug);
  return toPage(rows, limit, ({ paymentId }) => [paymentId]);
}
