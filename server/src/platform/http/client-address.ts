import { BlockList, isIP } from "node:net";

/** Addresses and whole ranges of them, as `10.0.0.0/8` or one address. */
export function addressList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = "", bits] = cidr.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return list;
}

/** Whether an address is in a list, whichever way it is written. */
export function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
}

/**
 * The client behind the trusted proxies: the rightmost address of `X-Forwarded-For` that no trusted proxy owns. Anything
 * left of it was written by the client itself and is never believed.
 */
export function clientAddress(socket: string, forwardedFor: string | undefined, trusted: BlockList): string {
  const peer = plain(socket);
  if (forwardedFor === undefined || !isListed(trusted, peer)) return peer;
  let client = peer;
  for (const hop of forwardedFor.split(",").reverse()) {
    const address = plain(hop.trim());
    if (isIP(address) === 0) break;
    client = address;
    if (!isListed(trusted, address)) break;
  }
  return client;
}

/** IPv4 as IPv4, also where the socket has it mapped into IPv6. */
const plain = (address: string) => (address.startsWith("::ffff:") ? address.slice(7) : address);

/** What limits count by: an IPv6 subscriber has a whole /64 to call from. */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail = ""] = address.split("::");
  const front = head.split(":").filter((group) => group !== "");
  const back = tail.split(":").filter((group) => group !== "");
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return [...front, ...zeros, ...back].slice(0, 4).join(":");
}
