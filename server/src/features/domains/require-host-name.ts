import { parse } from "tldts";
import { AppError } from "#kernel/errors.ts";
import type { Addresses } from "#platform/addresses.ts";
import { isHostName } from "#platform/config/is-host-name.ts";
import { isAddress, parseHost } from "#platform/routing/canonical-host.ts";
import { proofNameOf } from "./domain-proof.ts";

/** Names that nobody can have for themselves (RFC 6761, 6762, 7686, 8375 and ICANN's `internal`). */
const SPECIAL = /(?:^|\.)(?:localhost|local|internal|lan|home|corp|invalid|onion|arpa)$/;
const LENGTH_MAX = 253;

/**
 * The host that somebody can have, in lower case and punycode. Throws 400 for a wildcard, an address, a name that is
 * everybody's (`co.uk`, `github.io`), one for private use, and those of this installation.
 */
export function requireHostName(text: string, addresses: Addresses): string {
  if (text.includes("*")) throw refusal("Add each host by itself: a wildcard cannot be proven.");
  const domain = parseHost(text.trim());
  if (domain === undefined || isAddress(domain) || !isHostName(domain)) {
    throw refusal("It must be one host name such as go.example.com, and no more.");
  }
  if (SPECIAL.test(domain)) throw refusal("This name is for private use.");
  if (isOwn(domain, addresses)) throw refusal("This name is the installation's own.");
  if (parse(domain, { allowPrivateDomains: true }).domain === null) {
    throw refusal("Everybody has names below this one: it can be nobody's.");
  }
  if (proofNameOf(domain).length > LENGTH_MAX) throw refusal("It is too long for a proof to stand below it.");
  return domain;
}

function isOwn(domain: string, { publicDomain, sitesDomain }: Addresses): boolean {
  return [publicDomain, sitesDomain].some((own) => {
    const name = own.replace(/:\d+$/, "").toLowerCase();
    return domain === name || domain.endsWith(`.${name}`);
  });
}

function refusal(message: string): AppError {
  return new AppError("invalid_payload", `domain: ${message}`, {
    details: { details: [{ path: "domain", message }] },
  });
}
