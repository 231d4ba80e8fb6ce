import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";

type Sent = {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array | string;
};

const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** Asks the program on this port of loopback for a URL of any of its hosts, exactly as it is written. */
export async function sendTo(port: number, url: string, { method = "GET", headers = {}, body }: Sent = {}) {
  const { host } = new URL(url);
  const path = url.slice(url.indexOf(host) + host.length) || "/";
  const outgoing = request({
    ...{ port, path, method, agent: false, host: "127.0.0.1" },
    headers: { host, "user-agent": AGENT, ...headers },
  });
  const answered = once(outgoing, "response");
  outgoing.on("error", () => {}); // A refusal may come before everything was sent.
  outgoing.end(body);
  const [incoming] = (await answered) as [IncomingMessage];
  const content = await buffer(incoming);
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, content, text: content.toString() };
}
