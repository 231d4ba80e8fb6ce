import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A web server on loopback, standing for a customer's. `answers` are by path and may be changed meanwhile; what is not
 * there is 404. `seen` are the requests as `HEAD /path`, `most` how many were open at once. Ends with the test.
 */
export async function startDestination(answers: Record<string, Answer | number>) {
  const seen: string[] = [];
  const heard: IncomingMessage["headers"][] = [];
  const open = { now: 0, most: 0 };
  const server = createServer((request, response) => {
    const { method, url = "/", headers } = request;
    seen.push(`${method} ${url}`);
    heard.push(headers);
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    response.on("close", () => {
      open.now -= 1;
    });
    const answer = answers[url] ?? 404;
    if (typeof answer === "number") response.writeHead(answer).end();
    else answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { url: `http://127.0.0.1:${port}`, answers, seen, heard, open };
}
