import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, isIP } from "node:net";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { startListener } from "#testing/start-listener.ts";
import { createOutbound } from "./create-outbound.ts";
import type { ResolveName } from "./resolve-name.ts";

const asked = { method: "GET", timeoutMs: 15_000, maxResponseBytes: 1000, read: "whole" } as const;

/** A proxy as an operator has one: it goes where it is told, to those who know the word. */
async function startProxy() {
  const told: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on("connect", (request, socket) => {
    told.push(request.url ?? "");
    socket.on("error", () => {});
    const isKnown = request.headers["proxy-authorization"] === `Basic ${btoa("us:p@ss")}`;
    if (!isKnown) return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(target).pipe(socket);
    });
    target.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { told, urlFor: (who: string) => `http://${who}127.0.0.1:${port}` };
}

function open(egressProxy: string, resolve: ResolveName) {
  const log = pino({ level: "silent" });
  const outbound = createOutbound({ allow: ["127.0.0.2"], ports: "any", log, egressProxy, resolve });
  onTestFinished(() => outbound[Symbol.asyncDispose]());
  return (url: string) => outbound.request(url, asked);
}

const startTarget = () =>
  startListener("127.0.0.2", (socket) => {
    socket.on("data", () => socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"));
  });

test("with a proxy every call goes through it, to the address that was judged", async () => {
  const { told, urlFor } = await startProxy();
  const { port } = await startTarget();
  const call = open(urlFor("us:p%40ss@"), async () => ["127.0.0.2"]);
  expect(await call(`http://shop.example:${port}/`)).toMatchObject({ status: 204 });
  expect(await call(`http://127.0.0.2:${port}/`)).toMatchObject({ status: 204 });
  expect(told).toEqual([`127.0.0.2:${port}`, `127.0.0.2:${port}`]);
  expect(told.every((address) => isIP(address.split(":")[0] ?? "") === 4)).toBe(true);
});

test("the guard judges before the proxy hears of anything", async () => {
  const { told, urlFor } = await startProxy();
  const call = open(urlFor("us:p%40ss@"), async (name) =>
    name === "mixed.example" ? ["127.0.0.2", "10.0.0.1"] : [],
  );
  for (const url of ["http://10.0.0.1/", "http://[::1]/", "http://mixed.example/", "http://127.0.0.1/"]) {
    await expect(call(url), url).rejects.toMatchObject({ reason: "host" });
  }
  await expect(call("http://gone.example/")).rejects.toMatchObject({ kind: "dns" });
  expect(told).toEqual([]);
});

test("a proxy that refuses, cannot reach the target or is not there is a connection that failed, never a way around it", async () => {
  const { told, urlFor } = await startProxy();
  const target = await startTarget();
  const knows = open(urlFor("us:p%40ss@"), async () => []);
  await expect(knows("http://127.0.0.2:9/")).rejects.toMatchObject({ kind: "connect" });
  const url = `http://127.0.0.2:${target.port}/`;
  await expect(open(urlFor(""), async () => [])(url)).rejects.toMatchObject({ kind: "connect" });
  expect(told).toHaveLength(2);
  expect(target.seen.connections).toBe(0);
  const dead = open("http://127.0.0.1:9", async () => []);
  await expect(dead(url)).rejects.toMatchObject({ kind: "connect" });
});

test("TLS is the target's own: the proxy sees none of it, and a wrong certificate is refused", async () => {
  const { told, urlFor } = await startProxy();
  const plain = await startTarget();
  const call = open(urlFor("us:p%40ss@"), async () => ["127.0.0.2"]);
  await expect(call(`https://shop.example:${plain.port}/`)).rejects.toMatchObject({ kind: "tls" });
  expect(told).toEqual([`127.0.0.2:${plain.port}`]);
});
