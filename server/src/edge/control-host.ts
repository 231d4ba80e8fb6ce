import { isIP } from "node:net";
import type { Addresses } from "#platform/addresses.ts";
import { hostNameOf } from "./host-label.ts";

/** Names that nobody on the internet can point anywhere: of a machine, a container, a cluster (RFC 6761, 6762, 8375). */
const PRIVATE = /(?:^|\.)(?:localhost|local|internal|lan|home|corp|intranet|private|arpa)$/;

/**
 * Whether a `Host` header can be the control plane's: its own domain, an address, or a name of a private network. Any other
 * is somebody's domain that leads here, and such a one never shows the dashboard or the API, proven or not.
 */
export function controlHostOf({ publicDomain }: Addresses): (host: string | undefined) => boolean {
  const own = hostNameOf(publicDomain) ?? "";
  return (host) => {
    const name = hostNameOf(host);
    if (name === undefined || name === own || name.endsWith(`.${own}`)) return true;
    return !name.includes(".") || isIP(name) !== 0 || PRIVATE.test(name);
  };
}
