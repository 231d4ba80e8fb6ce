import { createReadStream } from "node:fs";
import { mkdir, open, readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import { countStreamed } from "#platform/jobs/count-streamed.ts";
import { BlobTooLarge } from "./blob-too-large.ts";
import { ignoreAbsent } from "./stage-body.ts";

/** Uploads that arrive in parts, each in a file of this machine until it is whole. */
export type PartialUploads = {
  /** How many bytes are there: 0 before the first. */
  readonly size: (id: string) => Promise<number>;
  /**
   * Adds what arrives behind the first `at` bytes, which must be all there are, and resolves with how many there are once
   * they are on disk. What came before `body` broke off stays; past `maxBytes` in all, BlobTooLarge, and none of it does.
   */
  readonly append: (
    id: string,
    at: number,
    body: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ) => Promise<number>;
  readonly read: (id: string) => Readable;
  /** Also where there is none. */
  readonly remove: (id: string) => Promise<void>;
  /** The ids of those to which nothing was added since; epoch milliseconds of the system's time. */
  readonly listIdle: (since: number) => Promise<readonly string[]>;
};

/** In `folder`, which is this process's and its successors' alone. */
export async function openPartialUploads(folder: string): Promise<PartialUploads> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (id: string) => {
    if (!/^\w{1,64}$/.test(id)) throw new TypeError("An upload is named by an id of ours.");
    return join(folder, id);
  };
  return {
    size: async (id) => (await stat(pathOf(id)).catch(ignoreAbsent))?.size ?? 0,
    append: async (id, at, body, maxBytes) => {
      const size = await appendTo(pathOf(id), at, body, maxBytes);
      if (at === 0) await syncFolder(folder);
      return size;
    },
    read: (id) => createReadStream(pathOf(id)),
    remove: (id) => unlink(pathOf(id)).catch(ignoreAbsent),
    listIdle: async (since) => {
      const names = await readdir(folder);
      const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(ignoreAbsent)));
      return names.filter((_, index) => (found[index]?.mtimeMs ?? since) < since);
    },
  };
}

async function appendTo(
  path: string,
  at: number,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<number> {
  await using file = await open(path, at === 0 ? "a" : "r+", 0o600);
  let size = at;
  try {
    for await (const piece of body) {
      if (size + piece.length > maxBytes) {
        await file.truncate(at);
        throw new BlobTooLarge(maxBytes);
      }
      await file.write(piece, 0, piece.length, size);
      size += piece.length;
      countStreamed(piece.length);
    }
    return size;
  } finally {
    await file.sync();
  }
}
