import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { gzipSync } from "node:zlib";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { startListener } from "#testing/start-listener.ts";
import { createOutbound } from "./create-outbound.ts";
import type { OutboundRequest } from "./outbound.ts";

const outbound = createOutbound({ allow: ["127.0.0.2"], ports: "any", log: pino({ level: "silent" }) });
const asked = { method: "GET", timeoutMs: 15_000, maxResponseBytes: 1000, read: "whole" } as const;
const call = (url: string, request: Partial<OutboundRequest> = {}) =>
  outbound.request(url, { ...asked, ...request });

async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.2");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.2:${(server.address() as AddressInfo).port}`;
}

/** Answers with these bytes, and keeps the connection. */
const startRaw = async (serve: (socket: Socket) => void) => {
  const listener = await startListener("127.0.0.2", serve);
  return { ...listener, url: `http://127.0.0.2:${listener.port}/` };
};

test("a call arrives as it was asked for, and the answer comes back whole", async () => {
  const url = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      response.writeHead(418, { "x-two": ["a", "b"], "set-cookie": ["c=1", "d=2"] });
      response.end(JSON.stringify({ method, path, headers, body: Buffer.concat(chunks).toString() }));
    });
  });
  const answer = await call(`${url}/p/a?q=1&r=%20#gone`, {
    method: "POST",
    headers: { "content-type": "text/plain", "X-Own": "yes" },
    body: "grüße",
  });
  expect(answer).toMatchObject({ status: 418, latencyMs: expect.any(Number) });
  expect(answer.headers.getSetCookie()).toEqual(["c=1", "d=2"]);
  expect(answer.headers.get("x-two")).toBe("a, b");
  const said = JSON.parse(Buffer.from(answer.body).toString());
  expect(said).toMatchObject({ method: "POST", path: "/p/a?q=1&r=%20", body: "grüße" });
  expect(said.headers).toMatchObject({
    "content-type": "text/plain",
    "x-own": "yes",
    "user-agent": "Switchyard",
    "accept-encoding": "identity",
    "content-length": "7",
  });
  expect(said.headers).not.toHaveProperty("authorization");
});

test.each([301, 302, 303, 307, 308])(
  "a %i to the inside is an answer, and is not followed",
  async (status) => {
    const canary = await startListener("127.0.0.1");
    const url = await startServer((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${canary.port}/` }).end();
    });
    const answer = await call(url);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("location")).toContain("127.0.0.1");
    expect(canary.seen.connections).toBe(0);
  },
);

test("a body without end is cut where the beginning is wanted, and fails where the whole is", async () => {
  let open = 0;
  const url = await startServer((_, response) => {
    open += 1;
    response.on("close", () => {
      open -= 1;
    });
    response.writeHead(200);
    const pour = () => {
      while (response.write("x".repeat(65_536)) && !response.destroyed);
    };
    response.on("drain", pour);
    pour();
  });
  await expect(call(url)).rejects.toMatchObject({ name: "OutboundFailed", kind: "too_large" });
  const { body } = await call(url, { read: "beginning" });
  expect(Buffer.from(body).toString()).toBe("x".repeat(1000));
  expect((await call(url, { read: "nothing" })).body).toHaveLength(0);
  await expect.poll(() => open).toBe(0);
});

test("a body of just the size that is allowed is whole", async () => {
  const url = await startServer((_, response) => void response.end("x".repeat(1000)));
  expect((await call(url)).body).toHaveLength(1000);
});

test("a packed body that nobody asked for is never unpacked", async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  const url = await startServer((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
  });
  await expect(call(url, { maxResponseBytes: 1e6 })).rejects.toMatchObject({ kind: "protocol" });
  expect(await call(url, { read: "beginning" })).toMatchObject({ status: 200, body: new Uint8Array() });
  expect(await call(url, { method: "HEAD" })).toMatchObject({ status: 200, body: new Uint8Array() });
});

const forever = (socket: Socket, text: string) => {
  const timer = setInterval(() => socket.write(text), 10);
  socket.on("close", () => clearInterval(timer));
};

test.each<[string, (socket: Socket) => void]>([
  ["silence", () => {}],
  ["headers that drip", (socket) => forever(socket, "H")],
  [
    "header lines without end",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      forever(socket, "a: b\r\n");
    },
  ],
  ["hints without end", (socket) => forever(socket, "HTTP/1.1 103 Early Hints\r\n\r\n")],
  [
    "a body that drips",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n");
      forever(socket, "x");
    },
  ],
])("%s ends at the timeout, and so does the connection", async (what, serve) => {
  const { url, open } = await startRaw(serve);
  const startedAt = performance.now();
  const kind = what === "headers that drip" ? expect.stringMatching(/timeout|protocol/) : "timeout";
  await expect(call(url, { timeoutMs: 200 })).rejects.toMatchObject({ kind });
  expect(performance.now() - startedAt).toBeLessThan(15_000); // Each would go on for ever.
  await expect.poll(open).toBe(0);
});

const many = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join("");

test.each([
  ["one header too long", `a: ${"x".repeat(20_000)}\r\n`],
  ["headers too long together", many(90, () => `a: ${"x".repeat(300)}\r\n`)],
  ["headers too many", many(101, (n) => `h${n}: x\r\n`)],
])("%s fail as too large", async (_, headers) => {
  const { url, open } = await startRaw((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\n${headers}content-length: 3\r\n\r\nhi`),
  );
  await expect(call(url)).rejects.toMatchObject({ kind: "too_large" });
  await expect.poll(open).toBe(0);
});

test.each([
  ["what is not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "protocol"],
  ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nhi!", "protocol"],
  [
    "a length and chunks",
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "another protocol",
    "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    "connect",
  ],
])("%s is no answer", async (_, text, kind) => {
  const { url } = await startRaw((socket) => socket.write(text));
  await expect(call(url)).rejects.toMatchObject({ kind });
});

test("a connection that is refused, broken off, or no TLS says which, and no address", async () => {
  const gone = await startRaw((socket) => socket.destroy());
  const plain = await startRaw((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const closed = "http://127.0.0.2:1/";
  for (const [url, kind] of [
    [gone.url, "connect"],
    [closed, "connect"],
    [plain.url.replace("http:", "https:"), "tls"],
  ] as const) {
    const failure = await call(url).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ name: "OutboundFailed", kind });
    expect(String(failure)).not.toMatch(/\d/);
  }
});

test.each([
  { host: "internal.example" },
  { "Transfer-Encoding": "chunked" },
  { "content-length": "0" },
  { connection: "upgrade" },
  { "Accept-Encoding": "gzip" },
  { "x-a": "b\r\nx-injected: c" },
  { "x-a\r\nx-injected": "c" },
  { "": "c" },
])("a header that is not the caller's, or would be two, is refused: %j", async (headers) => {
  const { url, seen } = await startRaw((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  await expect(call(url, { headers })).rejects.toMatchObject({ name: "OutboundRefused", reason: "header" });
  expect(seen.connections).toBe(0);
});

test("whoever no longer waits is told with their own reason, and the connection ends", async () => {
  const { url, open, seen } = await startRaw(() => {});
  const stop = new AbortController();
  const answer = call(url, { signal: stop.signal });
  await expect.poll(() => seen.connections).toBe(1);
  stop.abort(new Error("gone home"));
  await expect(answer).rejects.toThrow("gone home");
  await expect.poll(open).toBe(0);
  await expect(call(url, { signal: stop.signal })).rejects.toThrow("gone home");
  expect(seen.connections).toBe(1);
});

test("what is under way when the program closes ends", async () => {
  const own = createOutbound({ allow: ["127.0.0.2"], ports: "any", log: pino({ level: "silent" }) });
  const { url, seen } = await startRaw(() => {});
  const answer = own.request(url, asked).catch((thrown: unknown) => thrown);
  await expect.poll(() => seen.connections).toBe(1);
  await own[Symbol.asyncDispose]();
  expect(await answer).toMatchObject({ name: "OutboundFailed", kind: "connect" });
});
