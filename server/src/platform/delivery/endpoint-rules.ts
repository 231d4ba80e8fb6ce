import { isIP } from "node:net";
import { AppError } from "#kernel/errors.ts";
import { addressList, isListed } from "#platform/http/client-address.ts";
import { OutboundRefused } from "#platform/outbound/outbound-refused.ts";
import { type Reach, requireReachable } from "#platform/outbound/reach.ts";
import { createResolveName, type ResolveName } from "#platform/outbound/resolve-name.ts";

export type EndpointRules = {
  /** The URL as it will be called, or the documented 400 for `field`. Asks DNS, so it is asked before any transaction. */
  readonly require: (field: string, text: string) => Promise<string>;
};

type Options = {
  /** The ranges that the operator has opened: plain http may be used in these alone. */
  readonly allow: readonly string[];
  readonly ports: readonly number[] | "any";
  readonly resolve?: ResolveName;
};

/**
 * What a customer may write down to be called. Said early, where somebody can mend it; what is called is judged again at
 * each call, by the outbound guard.
 */
export function createEndpointRules({ allow, ports, resolve = createResolveName() }: Options): EndpointRules {
  const reach: Reach = { allowed: addressList(allow), ports };

  async function isInside(host: string): Promise<boolean> {
    const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
    return addresses.length > 0 && addresses.every((address) => isListed(reach.allowed, address));
  }

  return {
    require: async (field, text) => {
      const url = reachable(reach, field, text);
      const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
      if (url.protocol !== "https:" && !(await isInside(host)))
        throw refused(field, "Only https can be called.");
      url.hash = "";
      return url.href;
    },
  };
}

function reachable(reach: Reach, field: string, text: string): URL {
  try {
    return requireReachable(reach, text);
  } catch (thrown) {
    if (thrown instanceof OutboundRefused) throw refused(field, thrown.message);
    throw thrown;
  }
}

const refused = (path: string, message: string) =>
  new AppError("invalid_payload", `${path}: ${message}`, { details: { details: [{ path, message }] } });
