import type { Logger } from "pino";
import { Agent } from "undici";
import { addressList } from "#platform/http/client-address.ts";
import { failureOf } from "./failure-of.ts";
import { guardedConnect } from "./guarded-connect.ts";
import type { Outbound, OutboundRequest, OutboundResponse } from "./outbound.ts";
import { OutboundRefused } from "./outbound-refused.ts";
import { type Reach, requireReachable } from "./reach.ts";
import { readResponse } from "./read-response.ts";
import { createResolveName, type ResolveName } from "./resolve-name.ts";
import { openTunnels } from "./tunnels.ts";

type Options = {
  /** Private ranges that may be reached all the same. */
  readonly allow: readonly string[];
  readonly ports: readonly number[] | "any";
  /** The operator's own way out, by `http(s)://user:password@host:port`; it is told addresses that were judged here. */
  readonly egressProxy?: string | undefined;
  readonly log: Logger;
  readonly resolve?: ResolveName;
};

const HEADER_BYTES_MAX = 16_384;
const KEEP_ALIVE_MS = 4000;

/** What the connection needs for itself: from a caller these could smuggle a request or misdirect it. */
const OURS: ReadonlySet<string> = new Set([
  ...["host", "connection", "keep-alive", "proxy-connection", "proxy-authorization", "transfer-encoding"],
  ...["content-length", "upgrade", "te", "trailer", "expect", "accept-encoding"],
]);

/**
 * Calls that go to the open internet and the ranges in `allow`, never further into the operator's network, whatever the
 * URL, DNS or a redirect says. A proxy of the environment is not used: only one that the operator names for this.
 */
export function createOutbound(options: Options): Outbound {
  const { allow, ports, egressProxy, log, resolve = createResolveName() } = options;
  const reach: Reach = { allowed: addressList(allow), ports };
  const tunnels = egressProxy === undefined ? undefined : openTunnels(egressProxy);
  const agent = new Agent({
    connect: tunnels === undefined ? guardedConnect(reach, resolve) : tunnels.connect(reach, resolve),
    allowH2: false,
    maxHeaderSize: HEADER_BYTES_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Each call has one timeout for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    request: async (text, asked) => {
      try {
        return await send(agent, requireReachable(reach, text), asked);
      } catch (thrown) {
        asked.signal?.throwIfAborted();
        const failure = failureOf(thrown);
        if (failure instanceof OutboundRefused) {
          log.info({ host: URL.parse(text)?.hostname.slice(0, 255), reason: failure.reason }, "call refused");
        }
        throw failure;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await agent.destroy();
      await tunnels?.[Symbol.asyncDispose]();
    },
  };
}

async function send(agent: Agent, url: URL, asked: OutboundRequest): Promise<OutboundResponse> {
  const timeout = AbortSignal.timeout(asked.timeoutMs);
  const signal = asked.signal === undefined ? timeout : AbortSignal.any([asked.signal, timeout]);
  signal.throwIfAborted();
  const startedAt = performance.now();
  const response = await unlessAborted(
    signal,
    agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: asked.method,
      headers: headersOf(asked.headers ?? {}),
      body: asked.body ?? null,
      signal,
    }),
  );
  const latencyMs = Math.round(performance.now() - startedAt);
  return { status: response.statusCode, ...(await readResponse(response, asked)), latencyMs };
}

function headersOf(asked: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { "user-agent": "Switchyard", "accept-encoding": "identity" };
  for (const [name, value] of Object.entries(asked)) {
    const lower = name.toLowerCase();
    if (OURS.has(lower)) throw new OutboundRefused("header");
    headers[lower] = value;
  }
  return headers;
}

/** The client hears of an abort only once it is connected; nobody waits that long. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", abort));
}
