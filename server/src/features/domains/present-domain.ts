import { domainToUnicode } from "node:url";
import { DOMAIN_ROLE, roleReaches } from "#kernel/access.ts";
import type { Addresses } from "#platform/addresses.ts";
import { type AccountDomain, isServed } from "./account-domain.ts";
import { proofNameOf } from "./domain-proof.ts";
import { servedUntil } from "./judge-domain.ts";
import type { KnownRoute } from "./route-store.ts";
import type { RoutedDomain } from "./routed-domain.ts";

/** A domain as its owner reads it: with the records to make, and what to do next. */
export function presentDomain({ sitesDomain }: Addresses, { domain, routes }: RoutedDomain) {
  const { userId, proof, domain: name, ...shown } = domain;
  const fallback = routes.find(({ pathPrefix }) => pathPrefix === "");
  return {
    ...shown,
    domain: name,
    displayName: domainToUnicode(name) || name,
    nextStep: nextStepOf(domain, routes),
    records: [
      { type: "TXT", name: proofNameOf(name), value: proof, purpose: "proves that the host is yours" },
      {
        type: "CNAME",
        name,
        // A name that no handle can have; where a host can have no CNAME, its addresses do as well.
        value: `domains.${sitesDomain.replace(/:\d+$/, "")}`,
        purpose: "leads visitors here (ALIAS, or A and AAAA, where the host is the top of its zone)",
      },
    ],
    verifiedAt: timeOf(domain.verifiedAt),
    checkedAt: timeOf(domain.checkedAt),
    nextCheckAt: timeOf(domain.nextCheckAt),
    failingSince: timeOf(domain.failingSince),
    servedUntil: domain.state === "FAILING" ? timeOf(servedUntil(domain)) : null,
    routes: {
      default: fallback === undefined ? null : presentRoute(domain, fallback),
      pathRules: routes
        .filter(({ pathPrefix }) => pathPrefix !== "")
        .map((route) => ({
          ...presentRoute(domain, route),
          pathPrefix: route.pathPrefix,
          priority: route.priority,
        })),
    },
    createdAt: domain.createdAt.toISOString(),
    updatedAt: domain.updatedAt.toISOString(),
  };
}

const timeOf = (date: Date | null) => date?.toISOString() ?? null;

const presentRoute = (domain: AccountDomain, { handle, role }: KnownRoute) => ({
  handle,
  isServed: isServed(domain) && roleReaches(role, DOMAIN_ROLE),
});

function nextStepOf(domain: AccountDomain, routes: readonly KnownRoute[]): string {
  switch (domain.state) {
    case "PENDING":
      return domain.nextCheckAt === null
        ? "Put the TXT record into the domain's DNS, then ask for it to be looked for (reconcile)."
        : "Put the TXT record into the domain's DNS. It is looked for by itself, and at once where you ask (reconcile).";
    case "FAILING":
      return `Put the TXT record back, or the host is served no longer than ${timeOf(servedUntil(domain))}.`;
    case "STALE":
      return "The host is served no more. If it is yours, put the TXT record into its DNS and ask for it to be looked for.";
    case "ACTIVE":
      return routes.length === 0
        ? "Say which handle the host leads to (routes), and lead its visitors here with the second record."
        : "Nothing. Leave the TXT record where it is: it is looked for twice a day.";
  }
}
