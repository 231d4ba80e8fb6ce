import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv4 } from "node:net";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { startListener } from "#testing/start-listener.ts";
import { createOutbound } from "./create-outbound.ts";
import { createResolveName, type ResolveName } from "./resolve-name.ts";

/** Stands for the open internet: the one address of loopback that is allowed here. The canary's is not. */
const OPEN = "127.0.0.2";
const CANARY = "127.0.0.1";
const asked = { method: "GET", timeoutMs: 15_000, maxResponseBytes: 1000, read: "whole" } as const;

async function world(resolve: ResolveName) {
  const target = await startListener(OPEN, (socket) =>
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi"),
  );
  const canary = await startListener(CANARY, undefined, target.port);
  const canary6 = await startListener("::1", undefined, target.port);
  const log = pino({ level: "silent" });
  const outbound = createOutbound({ allow: [`${OPEN}/32`], ports: "any", log, resolve });
  onTestFinished(() => outbound[Symbol.asyncDispose]());
  return {
    target,
    hits: () => canary.seen.connections + canary6.seen.connections,
    call: (name = "rebind.example", timeoutMs: number = asked.timeoutMs) =>
      outbound.request(`http://${name}:${target.port}/`, { ...asked, timeoutMs }),
  };
}

test("a name that means another address at every question never leads inside", async () => {
  let questions = 0;
  const { call, hits, target } = await world(async () => [questions++ % 2 === 0 ? OPEN : CANARY]);
  const tries = Array.from({ length: 500 }, (_, n) =>
    call(`n${n % 50}.rebind.example`).then(
      ({ status }) => status,
      (thrown: Error) => thrown.name,
    ),
  );
  const outcomes = new Set(await Promise.all(tries));
  expect(outcomes).toEqual(new Set([200, "OutboundRefused"]));
  expect(hits()).toBe(0);
  // What was asked once is what was connected to: nothing looks a name up a second time.
  expect(target.seen.connections).toBe(Math.ceil(questions / 2));
});

test.each([
  ["a private address behind an open one", [OPEN, CANARY]],
  ["an open address behind a private one", [CANARY, OPEN]],
  ["an open A and a private AAAA", [OPEN, "::1"]],
  ["an open A and a mapped AAAA", [OPEN, "::ffff:127.0.0.1"]],
  ["one private address after 299 open ones", [...Array<string>(299).fill(OPEN), CANARY]],
  ["a link-local address with a zone", [OPEN, "fe80::1%lo"]],
  ["what is no address", [OPEN, "localhost"]],
])("%s refuses the whole name", async (_, addresses) => {
  const { call, hits, target } = await world(async () => addresses);
  await expect(call()).rejects.toMatchObject({ name: "OutboundRefused", reason: "host" });
  expect([hits(), target.seen.connections]).toEqual([0, 0]);
});

test("300 open addresses are one name that answers", async () => {
  const { call } = await world(async () => Array<string>(300).fill(OPEN));
  expect(await call()).toMatchObject({ status: 200 });
});

test("a name without an address, or whose server fails, is a failure of DNS", async () => {
  const empty = await world(async () => []);
  await expect(empty.call()).rejects.toMatchObject({ name: "OutboundFailed", kind: "dns" });
  const failing = await world(async () => Promise.reject(new Error("ESERVFAIL 10.0.0.53")));
  await expect(failing.call()).rejects.toMatchObject({
    kind: "dns",
    message: expect.not.stringMatching(/\d/),
  });
});

test("a name server that never answers holds nobody longer than the timeout, nor does what it says then count", async () => {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const { call, hits, target } = await world(() => promise);
  await expect(call("slow.example", 100)).rejects.toMatchObject({ kind: "timeout" });
  resolve([CANARY]);
  const after = await world(async () => [OPEN]);
  expect(await after.call()).toMatchObject({ status: 200 });
  expect([hits(), target.seen.connections]).toEqual([0, 0]);
});

type Answer = { readonly cname?: string; readonly addresses?: readonly string[]; readonly rcode?: number };

/** A name server on loopback; a name that is not in `zone` gets no answer at all. */
async function startDns(zone: Readonly<Record<string, Answer>>): Promise<ResolveName> {
  const server = createSocket("udp4");
  server.on("message", (query, { port, address }) => {
    const answer = zone[nameOf(query)];
    if (answer !== undefined) server.send(encode(query, answer), port, address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return createResolveName([`127.0.0.1:${server.address().port}`]);
}

function nameOf(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at]; at += (query[at] ?? 0) + 1) {
    labels.push(query.toString("latin1", at + 1, at + 1 + (query[at] ?? 0)).toLowerCase());
  }
  return labels.join(".");
}

const A = 1;
const CNAME = 5;
const AAAA = 28;
const nameBytes = (name: string) =>
  Buffer.concat([
    ...name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
const bytesOf = (address: string) =>
  isIPv4(address)
    ? Buffer.from(address.split(".").map(Number))
    : Buffer.concat([Buffer.alloc(15), Buffer.from([Number(address.slice(2))])]);

/** Every record lives for zero seconds. */
function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

function encode(query: Buffer, { cname, addresses = [], rcode = 0 }: Answer): Buffer {
  const questionEnd = 12 + nameBytes(nameOf(query)).length + 4;
  const type = query.readUInt16BE(questionEnd - 4);
  const asker = Buffer.from([0xc0, 12]);
  const owner = cname === undefined ? asker : nameBytes(cname);
  const wanted = addresses.filter((address) => type === (isIPv4(address) ? A : AAAA));
  const answers = [
    ...(cname === undefined ? [] : [record(asker, CNAME, nameBytes(cname))]),
    ...wanted.map((address) => record(owner, type === A ? A : AAAA, bytesOf(address))),
  ];
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180 | rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, query.subarray(12, questionEnd), ...answers]);
}

const SERVFAIL = 2;
const NXDOMAIN = 3;

test("through real DNS too: an alias into the inside is refused, and what is open is called", async () => {
  const resolve = await startDns({
    "open.example": { addresses: [OPEN] },
    "alias.example": { cname: "somewhere.example", addresses: [OPEN] },
    "inside.example": { cname: "intranet.example", addresses: [CANARY] },
    "mixed.example": { addresses: [OPEN, CANARY] },
    "split.example": { addresses: [OPEN, "::1"] },
    "six.example": { addresses: ["::1"] },
    "broken.example": { rcode: SERVFAIL },
    "absent.example": { rcode: NXDOMAIN },
    "empty.example": {},
  });
  const { call, hits } = await world(resolve);
  for (const name of ["open.example", "alias.example", "OPEN.example."]) {
    expect(await call(name), name).toMatchObject({ status: 200 });
  }
  for (const name of ["inside.example", "mixed.example", "split.example", "six.example", "localhost"]) {
    await expect(call(name), name).rejects.toMatchObject({ reason: "host" });
  }
  for (const name of ["broken.example", "absent.example", "empty.example"]) {
    await expect(call(name), name).rejects.toMatchObject({ kind: "dns" });
  }
  await expect(call("silent.example", 100)).rejects.toMatchObject({ kind: "timeout" });
  expect(hits()).toBe(0);
});
