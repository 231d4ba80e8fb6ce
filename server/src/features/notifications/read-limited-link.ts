import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import type { Recipient } from "./item-store.ts";
import { readMailLink } from "./mail-links.ts";

/** Whom a link of a mail is about, for somebody who has not asked too often. */
export async function readLimitedLink(
  deps: ControlDeps,
  purpose: Parameters<typeof readMailLink>[1],
  token: string,
  address: string,
): Promise<Recipient> {
  await deps.limits.count("mailLink", addressKey(address));
  return readMailLink(deps, purpose, token);
}
