import fc from "fast-check";
import pino from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { ssrfCorpus } from "#testing/ssrf-corpus.ts";
import { startListener } from "#testing/start-listener.ts";
import { createOutbound } from "./create-outbound.ts";
import { OutboundRefused } from "./outbound-refused.ts";

const log = pino({ level: "silent" });
const asked = { method: "GET", timeoutMs: 15_000, maxResponseBytes: 1000, read: "whole" } as const;

type Options = Partial<Parameters<typeof createOutbound>[0]>;

function open(options: Options = {}) {
  const outbound = createOutbound({ allow: [], ports: "any", log, ...options });
  onTestFinished(() => outbound[Symbol.asyncDispose]());
  return (url: string) => outbound.request(url, asked);
}

/** The same port on both families. */
async function startCanaries() {
  const v4 = await startListener("127.0.0.1");
  const v6 = await startListener("::1", undefined, v4.port);
  return { port: v4.port, hits: () => v4.seen.connections + v6.seen.connections };
}

test("no spelling of an address that is not the open internet's is ever connected to", async () => {
  const { port, hits } = await startCanaries();
  const call = open({ resolve: async () => ["127.0.0.1"] });
  const corpus = ssrfCorpus(port);
  expect(new Set(corpus).size).toBeGreaterThan(150);
  const answers = await Promise.all(corpus.map((url) => call(url).catch((thrown: unknown) => thrown)));
  const reached = corpus.filter((_, at) => !(answers[at] instanceof OutboundRefused));
  expect(reached).toEqual([]);
  for (const answer of answers) expect(String(answer)).not.toMatch(/\d/);
  expect(hits()).toBe(0);
});

test("the canaries would notice: with their range allowed they are reached", async () => {
  const { port, hits } = await startCanaries();
  const call = open({ allow: ["127.0.0.0/8", "::1"] });
  for (const host of ["127.0.0.1", "[::1]", "localhost", "2130706433"]) {
    await expect(call(`http://${host}:${port}/`)).rejects.toMatchObject({ kind: "connect" });
  }
  expect(hits()).toBeGreaterThanOrEqual(4);
});

test("what is allowed is that range alone, and not what embeds it", async () => {
  const { port, hits } = await startCanaries();
  const call = open({ allow: ["127.0.0.2/32"] });
  for (const host of ["127.0.0.1", "127.0.0.3", "[::1]", "[::127.0.0.2]", "[64:ff9b::127.0.0.2]"]) {
    await expect(call(`http://${host}:${port}/`)).rejects.toMatchObject({ reason: "host" });
  }
  expect(hits()).toBe(0);
});

test("an allowed network does not open a metadata name", async () => {
  const call = open({ allow: ["0.0.0.0/0"], resolve: async () => ["127.0.0.1"] });
  await expect(call("http://metadata.google.internal/")).rejects.toMatchObject({ reason: "host" });
});

test("any private IPv4 address is refused in any notation", async () => {
  const call = open();
  const address = fc.oneof(
    fc.integer({ min: 0x0a000000, max: 0x0affffff }),
    fc.integer({ min: 0x7f000000, max: 0x7fffffff }),
    fc.integer({ min: 0xac100000, max: 0xac1fffff }),
    fc.integer({ min: 0xc0a80000, max: 0xc0a8ffff }),
    fc.integer({ min: 0xa9fe0000, max: 0xa9feffff }),
    fc.integer({ min: 0x64400000, max: 0x647fffff }),
    fc.integer({ min: 0xe0000000, max: 0xffffffff }),
  );
  const octets = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  const spelling = fc.constantFrom<(n: number) => string>(
    (n) => octets(n).join("."),
    (n) => String(n),
    (n) => `0x${n.toString(16)}`,
    (n) => `0${n.toString(8)}`,
    (n) =>
      octets(n)
        .map((octet) => `0${octet.toString(8)}`)
        .join("."),
    (n) => `${n >>> 24}.${n & 0xffffff}`,
    (n) => `[::ffff:${octets(n).join(".")}]`,
    (n) => `[64:ff9b::${octets(n).join(".")}]`,
    (n) => `[::${octets(n).join(".")}]`,
    (n) => `[2002:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}::]`,
  );
  await fc.assert(
    fc.asyncProperty(address, spelling, async (n, spell) => {
      await expect(call(`http://${spell(n)}/`)).rejects.toMatchObject({ reason: "host" });
    }),
    { numRuns: 500 },
  );
});

test.each([22, 25, 6379, 5432, 81, 65535])("port %i is refused", async (port) => {
  const call = open({ ports: [80, 443, 8080, 8443], allow: ["127.0.0.1"] });
  await expect(call(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: "port" });
  await expect(call(`https://example.com:${port}/`)).rejects.toMatchObject({ reason: "port" });
});

test("a refusal is logged with the host and the reason, without path or query", async () => {
  const lines: string[] = [];
  const call = open({ log: pino({ level: "info" }, { write: (line: string) => void lines.push(line) }) });
  await expect(call("http://10.0.0.1/secret?token=x")).rejects.toThrow(OutboundRefused);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ host: "10.0.0.1", reason: "host", msg: "call refused" });
  expect(lines[0]).not.toMatch(/secret|token/);
});

test("a proxy of the environment neither sees a call nor disables the guard", async () => {
  const { port, hits } = await startCanaries();
  const target = await startListener("127.0.0.2", (socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"]) {
    vi.stubEnv(name, `http://127.0.0.1:${port}`);
  }
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  onTestFinished(() => void vi.unstubAllEnvs());
  const call = open({ allow: ["127.0.0.2"] });
  expect(await call(`http://127.0.0.2:${target.port}/`)).toMatchObject({ status: 204 });
  await expect(call("http://10.0.0.1/")).rejects.toMatchObject({ reason: "host" });
  expect(hits()).toBe(0);
});
