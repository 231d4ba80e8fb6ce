import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

const TXT = 16;
const NAME_ERROR = 3;
const SERVER_FAILURE = 2;

/** A name server on this machine, with the TXT records that a test puts into `texts`; it may also refuse to work. */
export async function startNameServer() {
  const texts = new Map<string, readonly string[]>();
  const state = { isBroken: false, asked: 0 };
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    state.asked++;
    socket.send(replyTo(question, state.isBroken ? SERVER_FAILURE : texts), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    texts,
    state,
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}

/** RFC 1035: the question back, and a record for each text of the name. */
function replyTo(question: Buffer, zone: ReadonlyMap<string, readonly string[]> | number): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  const asked = question.subarray(12, at + 5);
  const isText = question.readUInt16BE(at + 1) === TXT;
  const found = typeof zone === "number" ? undefined : zone.get(labels.join(".").toLowerCase());
  const records = (isText ? (found ?? []) : []).map((text) => {
    const data = Buffer.from([text.length, ...Buffer.from(text)]);
    return Buffer.concat([Buffer.from([0xc0, 12, 0, TXT, 0, 1, 0, 0, 0, 60, 0, data.length]), data]);
  });
  const code = typeof zone === "number" ? zone : found === undefined ? NAME_ERROR : 0;
  const header = Buffer.from([0, 0, 0x81, 0x80 | code, 0, 1, 0, records.length, 0, 0, 0, 0]);
  question.copy(header, 0, 0, 2);
  return Buffer.concat([header, asked, ...records]);
}
