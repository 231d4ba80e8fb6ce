import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** An HTTP server of a customer's on loopback that keeps what it is asked, and answers as it is told. Ends with the test. */
export async function startTarget(answer: (seen: Seen, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const { method = "", url: path = "", headers } = request;
    void buffer(request).then((body) => {
      const one = { method, path, headers, body: body.toString() };
      seen.push(one);
      answer(one, response);
    });
  };
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
