import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { connectRemote } from "./connect-remote.ts";

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://keeper:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connect = (url: string) => connectRemote(url)(new AbortController().signal);

test.each<[string, RequestListener]>([
  ["nothing", (_, answer) => answer.end()],
  ["no content", (_, answer) => answer.writeHead(204).end()],
  ["that it is well", (_, answer) => answer.end('{"status":"ok"}')],
  ["a page", (_, answer) => answer.end("<html>\n<h1>Welcome</h1>\n</html>")],
  ["whatever it is told", async (asked, answer) => answer.end(`${asked.url}\n${await buffer(asked)}`)],
  ["that it is elsewhere", (_, answer) => answer.writeHead(301, { location: "/there" }).end()],
  ["a page of an error", (_, answer) => answer.writeHead(502).end("<html>Bad gateway</html>")],
])("a server that answers %s is not taken for ClickHouse, and sent no event", async (_, listener) => {
  const refused = expect(connect(await answering(listener))).rejects;
  await refused.toThrow(/^What answers at CLICKHOUSE_URL is not ClickHouse\.$/);
});

test("what ClickHouse itself says against it is said as it is", async () => {
  const said = "Code: 516. DB::Exception: keeper: Authentication failed. (AUTHENTICATION_FAILED)";
  const url = await answering((_, answer) => answer.writeHead(403).end(said));
  await expect(connect(url)).rejects.toThrow("Authentication failed");
  await expect(connect("http://127.0.0.1:1")).rejects.toThrow("ECONNREFUSED");
});
