import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";

/** How long a client may take, so that thousands of half-sent requests cannot hold the sockets. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  /** Node's own counts from the first byte, whatever is sent; which bodies may take longer is decided below. */
  requestTimeout: 0,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
  /** A request without a body needs no stream for one. */
  optimizeEmptyRequests: true,
};
const BODY_MS = 30_000;
const DRAIN_MS = 10_000;

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

type Options = {
  /** Whose body may take as long as it needs, if it never stands still. */
  readonly isLong?: (request: IncomingMessage) => boolean;
  /** How long any other body may take, and how long a long one may stand still. */
  readonly bodyMs?: number;
};

/** Listens, and on `close` lets every request that has begun be answered, for ten seconds at most. */
export async function listen(
  listener: RequestListener,
  port: number,
  host?: string,
  { isLong = () => false, bodyMs = BODY_MS }: Options = {},
): Promise<Listening> {
  const server = createServer(TIMEOUTS, (request, response) => {
    if (hasBody(request)) limitBody(request, response, { isLong: isLong(request), bodyMs });
    listener(request, response);
  });
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

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/** Cuts the line to whoever takes too long to send. */
function limitBody(
  request: IncomingMessage,
  response: ServerResponse,
  { isLong, bodyMs }: { readonly isLong: boolean; readonly bodyMs: number },
): void {
  const { socket } = request;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    const isMoving = isLong && socket.bytesRead > seen;
    seen = socket.bytesRead;
    if (isMoving || request.complete) return;
    if (!response.headersSent) socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    socket.destroySoon();
  }, bodyMs);
  timer.unref();
  request.once("close", () => clearInterval(timer));
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(force);
}
