import { findNamedPage, identifyVisitor } from "#features/page-visitors/index.ts";
import type { PageSlug } from "#features/pages/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { beginCheckout } from "./begin-checkout.ts";

/** The same for a caller of the API, whose cookie may name the buyer. Throws 404 for a page that visitors do not see. */
export async function startPurchase(
  deps: ControlDeps,
  actor: AnonymousActor,
  handle: string,
  slug: PageSlug,
  { cookie, address }: Pick<Caller, "cookie" | "address">,
): Promise<Awaited<ReturnType<typeof beginCheckout>>> {
  const page = await findNamedPage(deps.db.read, handle, slug, deps.clock.now());
  const visitor = await identifyVisitor(deps, "", cookie);
  return beginCheckout(deps, actor, page, visitor?.email ?? null, address);
}
