import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A request as it came, and its body as an event. */
export type Received = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly raw: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly handle: string;
    readonly occurredAt: string;
    readonly payload: Record<string, unknown>;
  };
};

type Answer = number | ((response: ServerResponse, received: Received) => void);

/**
 * An endpoint for webhooks on loopback, standing for a customer's. `answers` are by path, and may be changed meanwhile;
 * what is not there is 200. Ends with the test.
 */
export async function startReceiver(answers: Record<string, Answer> = {}) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString("utf8");
    const { url: path = "/", headers } = request;
    const one: Received = { path, headers, raw, event: raw === "" ? undefined : JSON.parse(raw) };
    received.push(one);
    const answer = answers[path] ?? 200;
    if (typeof answer === "number") response.writeHead(answer).end();
    else answer(response, one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    received,
    /** Of one path. */
    at: (path: string) => received.filter((one) => one.path === path),
  };
}
