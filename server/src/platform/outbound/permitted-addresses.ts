import { isIP } from "node:net";
import { OutboundFailed } from "./outbound-failed.ts";
import { OutboundRefused } from "./outbound-refused.ts";
import { mayReach, type Reach } from "./reach.ts";
import type { ResolveName } from "./resolve-name.ts";

/** How many of a name's addresses are tried. All of them are judged. */
const ADDRESSES_MAX = 8;

/**
 * The addresses that a URL's host stands for now. One that may not be reached refuses the whole name: which one a
 * connection takes is chance.
 */
export async function permittedAddresses(
  reach: Reach,
  resolve: ResolveName,
  host: string,
): Promise<readonly string[]> {
  const addresses = isIP(host) === 0 ? await lookUp(resolve, host) : [host];
  if (!addresses.every((address) => mayReach(reach, address))) throw new OutboundRefused("host");
  return addresses.slice(0, ADDRESSES_MAX);
}

async function lookUp(resolve: ResolveName, name: string): Promise<readonly string[]> {
  const addresses = await resolve(name).catch((cause: unknown) => {
    throw new OutboundFailed("dns", cause);
  });
  if (addresses.length === 0) throw new OutboundFailed("dns");
  return addresses;
}
