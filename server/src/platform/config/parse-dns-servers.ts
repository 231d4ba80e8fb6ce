import { isIP, isIPv6 } from "node:net";
import type { Env } from "./env.ts";
import { parseList } from "./parse-list.ts";
import { parsePort } from "./parse-port.ts";

/** The name servers to ask, as Node's resolver takes them; `undefined` where the system's are asked. */
export function parseDnsServers(env: Env): readonly string[] | undefined {
  const servers = parseList(
    env,
    "DNS_SERVERS",
    isServer,
    "an address such as 192.0.2.53 or [2001:db8::53]:5353",
  );
  return servers.length === 0 ? undefined : servers;
}

function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, bracketed, plain, port = ""] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d+)$/.exec(text) ?? [];
  const isAddress = bracketed === undefined ? isIP(plain ?? "") === 4 : isIPv6(bracketed);
  return isAddress && (parsePort(port) ?? 0) > 0;
}
