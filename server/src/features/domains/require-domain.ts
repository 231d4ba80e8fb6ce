import type { Reader } from "#platform/database/database.ts";
import { parseHost } from "#platform/routing/canonical-host.ts";
import { type AccountDomain, noSuchDomain } from "./account-domain.ts";
import { findDomain } from "./store.ts";

/** The domain that this text names in whatever spelling; throws 404 for one that this account has not added. */
export async function requireDomain(read: Reader, userId: string, text: string): Promise<AccountDomain> {
  const domain = parseHost(text);
  const found = domain === undefined ? undefined : await findDomain(read, userId, domain);
  if (found === undefined) throw noSuchDomain();
  return found;
}
