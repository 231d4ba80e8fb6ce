import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { addressList, isListed } from "#platform/http/client-address.ts";

/** All of IPv6 that is given out. What embeds an IPv4 address, `::/96` and NAT64 included, lies outside or is named. */
const GIVEN_OUT = addressList(["2000::/3"]);

/** Azure's metadata and DNS, which have a public address. */
const NOT_PUBLIC = addressList(["168.63.129.16/32"]);

/** Whether an address is one of the open internet: not private, local, reserved, for documentation, or a way to such. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes("%")) return false;
  if (family === 6 && !isListed(GIVEN_OUT, address)) return false;
  return ipaddr.parse(address).range() === "unicast" && !isListed(NOT_PUBLIC, address);
}
