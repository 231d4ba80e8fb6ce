import { isIP } from "node:net";
import type { ApiContext } from "#platform/http/answer-with.ts";
import { isListed } from "#platform/http/client-address.ts";
import { LOOPBACK } from "./loopback.ts";

const FORWARDED = ["x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"];

/**
 * Whether somebody on this machine asks, for itself: by the socket's own address, whatever any header says. A visitor's
 * request has the visitor's host, and a proxy's traces.
 */
export function isNeighbour(c: ApiContext): boolean {
  const peer = c.env?.incoming?.socket.remoteAddress ?? c.env?.address ?? "";
  if (!isListed(LOOPBACK, peer) || FORWARDED.some((name) => c.req.header(name) !== undefined)) return false;
  const { hostname } = new URL(c.req.url);
  const name = hostname.replace(/^\[|\]$/g, "");
  return name === "localhost" || (isIP(name) !== 0 && isListed(LOOPBACK, name));
}
