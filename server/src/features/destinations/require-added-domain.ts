import type { Reader } from "#platform/database/database.ts";
import { parseHost } from "#platform/routing/canonical-host.ts";
import { type DestinationDomain, noSuchDomain } from "./destination-domain.ts";
import { findDomain } from "./store.ts";

/** The domain that this text names in whatever spelling; throws 404 for one that this handle has not added. */
export async function requireAddedDomain(
  read: Reader,
  handleId: string,
  text: string,
): Promise<DestinationDomain> {
  const domain = parseHost(text);
  const found = domain === undefined ? undefined : await findDomain(read, handleId, domain);
  if (found === undefined) throw noSuchDomain();
  return found;
}
