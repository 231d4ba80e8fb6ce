import { getDomain } from "tldts";
import type { Addresses } from "./addresses.ts";

/**
 * Whether the API and what handles serve are under one domain that somebody can register, which is how far a cookie
 * reaches. On a machine of one's own that endangers nobody.
 */
export function sharesDomain({ publicDomain, sitesDomain }: Addresses): boolean {
  const [one, other] = [publicDomain, sitesDomain].map((domain) => domain.replace(/:\d+$/, ""));
  if (one === undefined || other === undefined || /(?:^|\.)localhost$/.test(one)) return false;
  const site = (host: string) => getDomain(host, { allowPrivateDomains: true }) ?? host;
  return site(one) === site(other);
}
