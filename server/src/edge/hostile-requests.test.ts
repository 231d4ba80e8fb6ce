import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { routeTo, startEdge } from "#testing/start-edge.ts";

async function sendRaw(port: number, bytes: Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(bytes);
  return text(socket).catch(() => ""); // Node resets a connection on which it can parse nothing.
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 400);

const requestFor = (target: string, host = "acme.sites.test") =>
  Buffer.from(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, "latin1");

test.each([
  ["http://acme.sites.test/launch", 400],
  ["*", 400],
  ["//", 404],
  ["//evil.example", 404],
  ["/launch//", 404],
  ["/../launch", 404],
  ["/launch%00", 404],
  ["/launch%2f", 404],
  ["/%2e%2e%2f", 404],
  ["/%zz", 400],
  ["/%ff", 400],
  ["/launch?%zz=%&&=&%00", 302],
  ["/l%61unch", 302],
  ["/launch#part", 302],
  [`/${"a".repeat(8000)}`, 404],
  [`/launch?${"a".repeat(9000)}`, 414],
])("$0 is answered $1", async (target, status) => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo());
  expect(statusOf(await sendRaw(edge.port, requestFor(target)))).toBe(status);
  expect(edge.failures).toEqual([]);
});

test.each([
  "",
  "sites.test",
  ".sites.test",
  "a b.sites.test",
  "acme.sites.test:x:y",
  "[::1]",
  "é.sites.test",
  "a\tb",
])("a host of %j breaks nothing", async (host) => {
  await using edge = await startEdge();
  expect([200, 400, 404]).toContain(statusOf(await sendRaw(edge.port, requestFor("/", host))));
  expect(edge.failures).toEqual([]);
});

test("nothing that a client sends yields a 5xx, an unsafe redirect, or a line that is none", async () => {
  const seed = Date.now();
  console.log(`hostile-requests seed ${seed}`);
  await using edge = await startEdge();
  const tracking = { utm_source: "x" };
  await edge.setRoute("launch", routeTo({ tracking, destinationUrl: "https://example.com/p?a=1#f" }));
  await edge.setRoute("kept", routeTo({ redirectType: 307 }));
  await edge.setHost("old", { handleId: "hdl_acme", movedTo: "acme", until: null });

  const byte = fc.oneof(
    fc.integer({ min: 0x21, max: 0xff }),
    fc.constantFrom(..."%&=?#+/\\.;:@<>\"'".split("").map((one) => one.charCodeAt(0))),
  );
  const noise = (maxLength: number) =>
    fc.array(byte, { maxLength }).map((bytes) => Buffer.from(bytes).toString("latin1"));
  const target = fc.oneof(
    noise(60).map((rest) => `/${rest}`),
    noise(200).map((rest) => `/launch?${rest}`),
    noise(40).map((rest) => `/launch${rest}`),
    noise(40),
  );
  const host = fc.oneof(
    fc.constantFrom("acme.sites.test", "OLD.sites.test:1", "nobody.sites.test"),
    noise(40),
  );
  const header = fc.tuple(
    fc.constantFrom(
      "User-Agent",
      "Referer",
      "Accept-Language",
      "X-Forwarded-For",
      "Sec-Purpose",
      "Purpose",
      "Cookie",
    ),
    noise(300),
  );
  const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "QUERY", "BREW");
  await fc.assert(
    fc.asyncProperty(
      method,
      target,
      host,
      fc.array(header, { maxLength: 6 }),
      async (verb, to, at, headers) => {
        edge.events.length = 0;
        const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
        const request = `${verb} ${to} HTTP/1.1\r\nHost: ${at}\r\nConnection: close\r\n${lines}\r\n`;
        const answer = await sendRaw(edge.port, Buffer.from(request, "latin1"));
        expect(statusOf(answer)).toBeLessThan(500);
        const location = /^location: (.*)\r$/im.exec(answer)?.[1];
        if (location !== undefined) {
          expect(location).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
          expect(["example.com", "acme.sites.test"]).toContain(new URL(location).hostname);
        }
        for (const event of edge.events) {
          const line = JSON.stringify(event);
          expect(line.isWellFormed() && line.length < 6000).toBe(true);
        }
        expect(edge.failures).toEqual([]);
      },
    ),
    { seed, numRuns: 1500 },
  );
}, 60_000);
