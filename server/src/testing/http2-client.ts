import { once } from "node:events";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from "node:http2";
import { text } from "node:stream/consumers";

type Ask = { readonly token?: string; readonly body?: unknown; readonly headers?: Record<string, string> };
type Http2Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** Speaks HTTP/2 over TLS to a port of this machine, as whatever host it likes; believes one authority alone. */
export function createHttp2Client(port: number, ca: string) {
  async function open(host: string, path: string, { token, body, headers = {} }: Ask, method: string) {
    const session = connect(`https://127.0.0.1:${port}`, { ca, servername: host });
    const failed = once(session, "error").then(([cause]) => Promise.reject(cause));
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const stream = session.request({
      ":method": method,
      ":path": path,
      ":authority": `${host}:${port}`,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(payload !== undefined && { "content-type": "application/json" }),
      ...headers,
    });
    stream.end(payload);
    const [answered] = (await Promise.race([once(stream, "response"), failed])) as [IncomingHttpHeaders];
    failed.catch(() => {});
    return { session, stream, answered };
  }

  return {
    ask: async (method: string, host: string, path: string, asked: Ask = {}): Promise<Http2Answer> => {
      const { session, stream, answered } = await open(host, path, asked, method);
      const body = await text(stream);
      session.close();
      return { status: Number(answered[":status"]), headers: answered, body };
    },
    /** What comes as it comes; ended when it is disposed of. */
    stream: async (host: string, path: string, asked: Ask) => {
      const { session, stream } = await open(host, path, asked, "GET");
      return following(session, stream);
    },
  };
}

function following(session: ClientHttp2Session, stream: ClientHttp2Stream) {
  let seen = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    seen += chunk;
  });
  stream.on("error", () => {});
  return { read: () => seen, [Symbol.dispose]: () => session.destroy() };
}
