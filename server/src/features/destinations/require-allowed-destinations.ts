import { AppError } from "#kernel/errors.ts";
import type { Reader } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { canonicalHost, coversHost, hostAndAbove } from "#platform/routing/canonical-host.ts";
import { findBlocked } from "./blocked-store.ts";
import { createLoopFinder } from "./find-loop.ts";

/** Where a link, or a rule, would send visitors; `path` is the field that says so. */
export type Destination = { readonly path: string; readonly url: string };

export type DestinationOwner = { readonly handleId: string; readonly handle: string };

type Deps = Pick<ControlDeps, "addresses" | "denyList" | "clock">;

/**
 * Throws 400 `invalid_destination_url`, with every field at fault, for destinations on a host that the operator denies or
 * the handle blocks, on this API or dashboard, and for those that lead back to the link they are for. `slug` is `null`
 * where they are for no link in particular.
 */
export async function requireAllowedDestinations(
  read: Reader,
  deps: Deps,
  owner: DestinationOwner,
  slug: string | null,
  destinations: readonly Destination[],
): Promise<void> {
  if (destinations.length === 0) return;
  const places = destinations.map(({ path, url }) => ({ path, url: new URL(url) }));
  const hosts = places.map(({ url }) => canonicalHost(url.hostname));
  const blocked = await findBlocked(read, owner.handleId, [...new Set(hosts.flatMap(hostAndAbove))]);
  const findLoop = createLoopFinder(read, deps, owner, slug);
  const details: { path: string; message: string }[] = [];
  for (const [index, { path, url }] of places.entries()) {
    const host = hosts[index] ?? "";
    const message = refusalOf(deps, blocked, host) ?? (await findLoop(url));
    if (message !== undefined) details.push({ path, message });
  }
  const [first] = details;
  if (first === undefined) return;
  throw new AppError("invalid_destination_url", `${first.path}: ${first.message}`, { details: { details } });
}

function refusalOf(
  { addresses, denyList }: Deps,
  blocked: ReadonlySet<string>,
  host: string,
): string | undefined {
  if (denyList.isDenied(host)) return "No link may lead to this host.";
  if (coversHost(blocked, host)) return "This handle has blocked this host, or one above it.";
  const ours = addresses.publicDomain.replace(/:\d+$/, "").toLowerCase();
  const isOurs = host === `api.${ours}` || host === `app.${ours}`;
  return isOurs ? "A link may not lead back into this service." : undefined;
}
