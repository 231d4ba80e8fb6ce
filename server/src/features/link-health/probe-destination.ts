import type { Outbound, OutboundRequest, OutboundResponse } from "#platform/outbound/outbound.ts";
import { OutboundFailed } from "#platform/outbound/outbound-failed.ts";
import { OutboundRefused } from "#platform/outbound/outbound-refused.ts";
import type { Finding } from "./link-health.ts";

const TIMEOUT_MS = 10_000;
/** What servers say that know the page and not the method. */
const NO_HEAD = [403, 405, 501];

/** Counted as a bot wherever visitors are told apart, our own edge included. */
const USER_AGENT = "Mozilla/5.0 (compatible; SwitchyardBot/1.0; link check)";

/** Asks a destination for as little as it will answer to, in ten seconds altogether. Throws only the reason of `signal`. */
export async function probeDestination(
  outbound: Outbound,
  url: string,
  signal: AbortSignal,
): Promise<Finding> {
  const until = performance.now() + TIMEOUT_MS;
  const ask = (method: OutboundRequest["method"], headers: Record<string, string>) =>
    outbound.request(url, {
      method,
      headers: { accept: "*/*", "user-agent": USER_AGENT, ...headers },
      timeoutMs: Math.max(1, Math.ceil(until - performance.now())),
      maxResponseBytes: 0,
      read: "nothing",
      signal,
    });
  try {
    const answer = await ask("HEAD", {});
    return found(NO_HEAD.includes(answer.status) ? await ask("GET", { range: "bytes=0-0" }) : answer);
  } catch (thrown) {
    const nothing = { status: null, latencyMs: null };
    if (thrown instanceof OutboundRefused) return { ...nothing, error: "refused" };
    if (thrown instanceof OutboundFailed) return { ...nothing, error: thrown.kind };
    throw thrown;
  }
}

const found = ({ status, latencyMs }: OutboundResponse): Finding => ({
  status,
  latencyMs,
  error: status >= 200 && status < 400 ? null : "status",
});
