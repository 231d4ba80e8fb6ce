import { createServer, type RequestListener, type Server } from "node:http";

/** How long a client may take, so that thousands of half-sent requests cannot hold the sockets. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
  /** A request without a body needs no stream for one. */
  optimizeEmptyRequests: true,
};
const DRAIN_MS = 10_000;

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

/** Listens, and on `close` lets every request that has begun be answered, for ten seconds at most. */
export async function listen(listener: RequestListener, port: number, host?: string): Promise<Listening> {
  const server = createServer(TIMEOUTS, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host !== undefined && { host }) }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () => drain(server),
  };
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(force);
}
