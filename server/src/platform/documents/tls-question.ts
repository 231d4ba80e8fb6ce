import { BlockList, isIP } from "node:net";
import type { ApiContext } from "#platform/http/answer-with.ts";
import type { Api } from "#platform/http/api.ts";
import { isListed } from "#platform/http/client-address.ts";
import type { Limits } from "#platform/limits/limits.ts";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
const FORWARDED = ["x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"];

export type TlsQuestion = {
  /** Whether visitors of this host are answered. */
  readonly serves: (host: string) => Promise<boolean>;
  readonly limits: Pick<Limits, "count">;
};

/**
 * `/internal/tls/allow?domain=`: whether a proxy may fetch a certificate for a host. For a proxy on this machine alone, and
 * never for what it passes on; everybody else finds nothing there.
 */
export function mountTlsQuestion(api: Api, { serves, limits }: TlsQuestion): void {
  api.get("/internal/tls/allow", async (c) => {
    if (!isNeighbour(c)) return c.notFound();
    await limits.count("tlsQuestion", "");
    const isServed = await serves(c.req.query("domain") ?? "");
    return c.body(null, isServed ? 200 : 403, { "cache-control": "no-store" });
  });
}

/** The socket's own address, whatever any header says; a visitor's request has the visitor's host, and a proxy's traces. */
function isNeighbour(c: ApiContext): boolean {
  const peer = c.env?.incoming?.socket.remoteAddress ?? c.env?.address ?? "";
  if (!isListed(LOOPBACK, peer) || FORWARDED.some((name) => c.req.header(name) !== undefined)) return false;
  const { hostname } = new URL(c.req.url);
  const name = hostname.replace(/^\[|\]$/g, "");
  return name === "localhost" || (isIP(name) !== 0 && isListed(LOOPBACK, name));
}
