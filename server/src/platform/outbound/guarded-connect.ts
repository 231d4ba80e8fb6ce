import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { OutboundFailed } from "./outbound-failed.ts";
import { OutboundRefused } from "./outbound-refused.ts";
import { mayReach, type Reach } from "./reach.ts";
import type { ResolveName } from "./resolve-name.ts";

const CONNECT_TIMEOUT_MS = 5000;
/** How many of a name's addresses are tried. All of them are judged. */
const ADDRESSES_MAX = 8;

/**
 * Opens connections to permitted addresses alone. The address that is judged is the one that is connected to, so a name
 * that means something else a moment later changes nothing.
 */
export function guardedConnect(reach: Reach, resolve: ResolveName): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: true,
    autoSelectFamily: true,
    lookup: guardedLookup(reach, resolve),
  });
  return (options, callback) => {
    // Nothing is looked up for an address, so it has to be judged here.
    const host = options.hostname.replace(/^\[(.*)\]$/, "$1");
    if (isIP(host) !== 0 && !mayReach(reach, host)) callback(new OutboundRefused("host"), null);
    else connect(options, callback);
  };
}

const guardedLookup =
  (reach: Reach, resolve: ResolveName): LookupFunction =>
  (name, options, callback) => {
    permittedAddresses(reach, resolve, name).then(
      (found) => {
        const addresses = found.map((address) => ({ address, family: isIP(address) }));
        const [first = { address: "", family: 0 }] = addresses;
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (thrown: Error) => callback(thrown, ""),
    );
  };

/** One address that may not be reached refuses the whole name: which one a connection takes is chance. */
async function permittedAddresses(
  reach: Reach,
  resolve: ResolveName,
  name: string,
): Promise<readonly string[]> {
  const addresses = await resolve(name).catch((cause: unknown) => {
    throw new OutboundFailed("dns", cause);
  });
  if (addresses.length === 0) throw new OutboundFailed("dns");
  if (!addresses.every((address) => mayReach(reach, address))) throw new OutboundRefused("host");
  return addresses.slice(0, ADDRESSES_MAX);
}
