import { leadsToHandle } from "#features/domains/index.ts";
import { AppError } from "#kernel/errors.ts";
import { dashboardOrigin, domainOrigin, handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findOrigins } from "./origin-store.ts";
import type { Owner } from "./owner-store.ts";

/**
 * Throws 403 for a page that is neither the handle's own, on its host or a domain that leads there, nor the dashboard's,
 * nor on the handle's list as it is now.
 * Whatever is no browser names no origin, and passes.
 */
export async function requireAllowedOrigin(
  { db, addresses }: Pick<ControlDeps, "db" | "addresses">,
  { handleId, handle }: Owner,
  origin: string | undefined,
): Promise<void> {
  if (origin === undefined) return;
  const asking = origin.toLowerCase();
  const own = [handleOrigin(addresses, handle), dashboardOrigin(addresses)];
  if (own.some((one) => one.toLowerCase() === asking)) return;
  const { origins } = await findOrigins(db.read, handleId);
  if (origins.includes(asking)) return;
  const host = URL.parse(asking)?.hostname ?? "";
  if (asking === domainOrigin(addresses, host) && (await leadsToHandle(db.read, host, handleId))) return;
  throw new AppError("origin_not_allowed", "Pages of this site may not do this for the handle.");
}
