import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Scan } from "./scan.ts";

/** A Unix socket, or a port of a host. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** A scanner that says nothing for so long is not one. */
const SILENCE_MS = 60_000;

/** Asks ClamAV's daemon by its INSTREAM command; rejects for an answer that is neither clean nor a finding. */
export const clamd =
  (address: ClamdAddress): Scan =>
  async (content) => {
    const socket = connect(address);
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error("The scanner does not answer.")));
    const answer = text(socket);
    answer.catch(() => {}); // Awaited below, unless sending fails first.
    try {
      await sendAll(socket, content);
      return verdictOf(await answer);
    } finally {
      content.destroy();
      socket.destroy();
    }
  };

async function sendAll(socket: Socket, content: Readable): Promise<void> {
  await once(socket, "connect");
  socket.write("zINSTREAM\0");
  for await (const piece of content as AsyncIterable<Uint8Array>) {
    // It has found something, or had enough, and says so: what is left need not be sent.
    if (socket.readableEnded || socket.destroyed) return;
    socket.write(lengthOf(piece.length));
    if (!socket.write(piece)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
  }
  socket.write(lengthOf(0));
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function verdictOf(answer: string): string | null {
  const line = answer.replace(/\0.*$/s, "").trim();
  if (/^stream: OK$/.test(line)) return null;
  const [, finding] = /^stream: (.+) FOUND$/.exec(line) ?? [];
  if (finding !== undefined) return finding;
  throw new Error(`The scanner answers "${line.slice(0, 200)}".`);
}
