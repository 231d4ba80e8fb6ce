import type { Reader } from "#platform/database/database.ts";
import type { AccountDomain } from "./account-domain.ts";
import { type KnownRoute, listRoutes } from "./route-store.ts";

/** A domain, and where it leads. */
export type RoutedDomain = { readonly domain: AccountDomain; readonly routes: readonly KnownRoute[] };

/** The same domains, each with where it leads. All are one account's. */
export async function withRoutes(read: Reader, domains: readonly AccountDomain[]): Promise<RoutedDomain[]> {
  const [first] = domains;
  if (first === undefined) return [];
  const names = domains.map(({ domain }) => domain);
  const byDomain = Map.groupBy(await listRoutes(read, first.userId, names), ({ domain }) => domain);
  return domains.map((domain) => ({ domain, routes: byDomain.get(domain.domain) ?? [] }));
}
