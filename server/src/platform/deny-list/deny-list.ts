import { canonicalHost, coversHost } from "#platform/routing/canonical-host.ts";

/** The hosts that no link of this installation may lead to, as they are at the moment of asking. */
export type DenyList = {
  /** Of a host as the URL parser writes it: whether it is on the list, or one above it is. */
  readonly isDenied: (hostname: string) => boolean;
};

/** A list that never changes. The hosts are as `parseHost` writes them. */
export function fixedDenyList(hosts: readonly string[]): DenyList {
  const denied = new Set(hosts);
  return { isDenied: (hostname) => coversHost(denied, canonicalHost(hostname)) };
}
