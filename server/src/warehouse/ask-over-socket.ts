import { open } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { resolve as absolute } from "node:path";
import { parseError } from "@clickhouse/client";
import { KINDS, type Kind, onFrames, writeFrame } from "./engine/frames.ts";
import type { Ask, Insert } from "./link.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";

const TIMEOUT_MS = 120_000;
const PIECE_BYTES = 2 ** 20;

type Waiting = Pick<PromiseWithResolvers<string>, "resolve" | "reject">;
type Connection = { readonly socket: Socket; readonly waiting: Map<number, Waiting> };
type Questions = { readonly ask: Ask; readonly insert: Insert; readonly close: () => void };

/**
 * The shortest way to our own engine process: a request of the client's costs two milliseconds of CPU and one of Node's a
 * millisecond until it is answered, which is as much as the engine needs for many. Rejects with the engine's own refusal, or
 * with what became of the connection.
 */
export function askOverSocket(socketPath: string): Questions {
  let connection: Connection | undefined;
  let lastId = 0;

  async function request(kind: Kind, what: unknown, signal: AbortSignal | undefined): Promise<string> {
    signal?.throwIfAborted();
    connection ??= openConnection(socketPath, () => {
      connection = undefined;
    });
    const { socket, waiting } = connection;
    lastId = (lastId + 1) % 2 ** 32;
    const id = lastId;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const leave = (why: unknown) => {
      waiting.delete(id);
      writeFrame(socket, { id, kind: KINDS.leave, body: Buffer.alloc(0) });
      reject(why);
    };
    const onAbort = () => leave(signal?.reason);
    const timer = setTimeout(leave, TIMEOUT_MS, new Error("The warehouse process does not answer."));
    signal?.addEventListener("abort", onAbort, { once: true });
    waiting.set(id, { resolve, reject });
    writeFrame(socket, { id, kind, body: Buffer.from(JSON.stringify(what)) });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  return {
    ask: (sql, params, signal) => request(KINDS.ask, { sql, params }, signal),
    insert: async ({ token, segments }) => {
      const paths = segments.map(({ path }) => absolute(path));
      for (const path of paths) await UnreadableSegment.unless(path, readThrough(path));
      await request(KINDS.insert, { token, paths }, undefined);
    },
    close: () => connection?.socket.destroy(),
  };
}

/** The engine takes a folder for an empty file, and of one of which some part cannot be read it never speaks again. */
async function readThrough(path: string): Promise<void> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  await using file = await open(path);
  for (let isMore = true; isMore; ) {
    const { bytesRead } = await file.read(piece);
    isMore = bytesRead > 0;
  }
}

function openConnection(socketPath: string, onEnd: () => void): Connection {
  const socket = connect(socketPath);
  const waiting = new Map<number, Waiting>();
  let why = new Error("The warehouse process has ended the connection.");
  socket.on("error", (cause) => {
    why = cause;
  });
  socket.once("close", () => {
    onEnd();
    for (const { reject } of waiting.values()) reject(why);
  });
  onFrames(socket, ({ id, kind, body }) => {
    const asked = waiting.get(id); // None for one that was given up.
    waiting.delete(id);
    if (kind === KINDS.rows) asked?.resolve(body.toString());
    else asked?.reject(parseError(body.toString()));
  });
  return { socket, waiting };
}
