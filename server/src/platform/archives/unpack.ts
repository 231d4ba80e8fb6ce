import { pipeline, Readable, type Transform } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import { ArchiveRefused } from "./archive-refused.ts";

const CHUNK_BYTES = 65_536;

/** What a gzip stream holds, in pieces of 64 KB, however well it was packed. */
export const gunzip = (packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  through(packed, createGunzip({ chunkSize: CHUNK_BYTES }));

export const inflate = (packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  through(packed, createInflateRaw({ chunkSize: CHUNK_BYTES }));

async function* through(packed: AsyncIterable<Uint8Array>, unpack: Transform): AsyncIterable<Uint8Array> {
  // Its failure comes out of `unpack`, which is read to its end or destroyed.
  pipeline(Readable.from(packed), unpack, () => {});
  try {
    for await (const piece of unpack) yield piece as Uint8Array;
  } catch (cause) {
    const isOurs = cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_");
    throw isOurs ? new ArchiveRefused("The archive is damaged.", { cause }) : cause;
  } finally {
    unpack.destroy();
  }
}
