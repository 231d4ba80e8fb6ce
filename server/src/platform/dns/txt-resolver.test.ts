import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createTxtResolver } from "./txt-resolver.ts";

/** A name server on this machine that answers every question by `answer`, or not at all. */
async function nameServer(answer: (question: Buffer) => Buffer | undefined): Promise<string> {
  const socket: Socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    const reply = answer(question);
    if (reply !== undefined) socket.send(reply, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`;
}

/** RFC 1035: the question back, with one TXT record whose text is in these pieces; with none, a code of failure. */
function reply(question: Buffer, pieces: readonly string[] | number): Buffer {
  const end = question.indexOf(0, 12) + 5; // The name ends with a zero byte; type and class follow.
  const asked = Buffer.from(question.subarray(12, end));
  const isFound = typeof pieces !== "number";
  const header = Buffer.from([
    0,
    0,
    0x81,
    isFound ? 0x80 : 0x80 | pieces,
    0,
    1,
    0,
    isFound ? 1 : 0,
    0,
    0,
    0,
    0,
  ]);
  question.copy(header, 0, 0, 2);
  if (!isFound) return Buffer.concat([header, asked]);
  const data = Buffer.concat(pieces.map((piece) => Buffer.from([piece.length, ...Buffer.from(piece)])));
  const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]);
  return Buffer.concat([header, asked, record, data]);
}

test("the pieces of a long text are one", async () => {
  const server = await nameServer((question) => reply(question, ["a".repeat(255), "end"]));
  expect(await createTxtResolver({ servers: [server] })("_x.shop.example")).toEqual([
    `${"a".repeat(255)}end`,
  ]);
});

test("a name that is not there is told by its code", async () => {
  const server = await nameServer((question) => reply(question, 3));
  await expect(createTxtResolver({ servers: [server] })("_x.shop.example")).rejects.toMatchObject({
    code: "ENOTFOUND",
  });
});

test("a name server that does not answer is given up in time", async () => {
  const server = await nameServer(() => undefined);
  const asking = createTxtResolver({ servers: [server], timeoutMs: 200 })("_x.shop.example");
  await expect(asking).rejects.toMatchObject({ code: "ETIMEOUT" });
});
