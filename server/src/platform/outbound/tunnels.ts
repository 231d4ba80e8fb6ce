import { isIP, Socket } from "node:net";
import { buildConnector, Pool } from "undici";
import { OutboundFailed } from "./outbound-failed.ts";
import { permittedAddresses } from "./permitted-addresses.ts";
import type { Reach } from "./reach.ts";
import type { ResolveName } from "./resolve-name.ts";

export type Tunnels = AsyncDisposable & {
  readonly connect: (reach: Reach, resolve: ResolveName) => buildConnector.connector;
};

const CONNECT_TIMEOUT_MS = 5000;
const DEFAULT_PORT: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * Connections through a proxy (CONNECT, RFC 9110, 9.3.6). Names are looked up and judged here as without one, and the proxy
 * is told an address: it could not be talked into going further than this program may. TLS goes through to the target.
 */
export function openTunnels(proxy: string): Tunnels {
  const { origin, username, password } = new URL(proxy);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers =
    username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
  const pool = new Pool(origin, { allowH2: false, connectTimeout: CONNECT_TIMEOUT_MS });
  const secure = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS, rejectUnauthorized: true });

  async function open(address: string, port: string) {
    const path = isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
    const { statusCode, socket } = await pool.connect({
      path,
      headers: { ...headers, host: path },
      signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS),
    });
    socket.on("error", () => {}); // Whoever uses it hears of it by its end.
    if (statusCode === 200 && socket instanceof Socket) return socket;
    socket.destroy();
    throw new OutboundFailed("connect");
  }

  /** The first address that the proxy can reach. */
  async function openAny(addresses: readonly string[], port: string) {
    let failure: unknown = new OutboundFailed("dns");
    for (const address of addresses) {
      try {
        return await open(address, port);
      } catch (cause) {
        failure = cause instanceof OutboundFailed ? cause : new OutboundFailed("connect", cause);
      }
    }
    throw failure;
  }

  return {
    connect: (reach, resolve) => (options, callback) => {
      const host = options.hostname.replace(/^\[(.*)\]$/, "$1");
      const port = options.port || (DEFAULT_PORT[options.protocol] ?? "");
      permittedAddresses(reach, resolve, host)
        .then((addresses) => openAny(addresses, port))
        .then(
          (socket) => {
            if (options.protocol === "https:") secure({ ...options, httpSocket: socket }, callback);
            else callback(null, socket);
          },
          (thrown: Error) => callback(thrown, null),
        );
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}
