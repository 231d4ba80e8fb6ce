import { isIPv6 } from "node:net";

const PLAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const LENGTH_MAX = 253;

/**
 * The spelling by which hosts are compared: as the URL parser writes `hostname`, without dots at its end, and an IPv4
 * address as itself where IPv6 is wrapped around it.
 */
export function canonicalHost(hostname: string): string {
  if (hostname.startsWith("[::ffff:")) return unwrapped(hostname);
  return hostname.endsWith(".") ? hostname.replace(/\.+$/, "") : hostname;
}

/**
 * A host as people write it, in the spelling by which hosts are compared: in lower case and punycode, addresses in full.
 * `undefined` for what DNS cannot hold and for whatever is more than a host.
 */
export function parseHost(text: string): string | undefined {
  if (PLAIN.test(text) && text.length <= LENGTH_MAX && !/(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(text)) return text;
  const typed = isIPv6(text) ? `[${text}]` : text;
  if (/[\s/\\?#@%]/.test(typed) || (typed.includes(":") && !/^\[[\da-f:.]+\]$/i.test(typed)))
    return undefined;
  const url = URL.parse(`http://${typed}/`);
  return url !== null && isNameOrAddress(url.hostname) ? canonicalHost(url.hostname) : undefined;
}

/** Whether a `hostname` of the URL parser, which lets much pass, is an address or a name that DNS can hold. */
export function isNameOrAddress(hostname: string): boolean {
  if (hostname.startsWith("[")) return true;
  const name = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  return name.length <= LENGTH_MAX && PLAIN.test(name);
}

/** Whether it is a number and not a name: nothing is above or below an address. */
export const isAddress = (host: string): boolean => host.startsWith("[") || IPV4.test(host);

/** A host and every name above it, the nearest first. */
export function hostAndAbove(host: string): readonly string[] {
  if (isAddress(host)) return [host];
  const labels = host.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

/** Whether a set of hosts has this one in it, or one above it. */
export function coversHost(hosts: ReadonlySet<string>, host: string): boolean {
  if (hosts.size === 0) return false;
  for (let name = host; ; ) {
    if (hosts.has(name)) return true;
    const dot = name.indexOf(".");
    if (dot === -1) return false;
    name = name.slice(dot + 1);
  }
}

function unwrapped(hostname: string): string {
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return hostname;
  const bytes = [high, low]
    .map((part) => Number.parseInt(part, 16))
    .flatMap((word) => [word >> 8, word & 255]);
  return bytes.join(".");
}
