import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { OutboundRefused } from "./outbound-refused.ts";
import { permittedAddresses } from "./permitted-addresses.ts";
import { mayReach, type Reach } from "./reach.ts";
import type { ResolveName } from "./resolve-name.ts";

const CONNECT_TIMEOUT_MS = 5000;

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
