import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Archive } from "#platform/archives/archive.ts";
import { ArchiveRefused } from "#platform/archives/archive-refused.ts";
import { BlobMismatch } from "#platform/blobs/blob-mismatch.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { contentTypeOf } from "#platform/sites/content-type.ts";
import type { StoredFile } from "./prepare-manifest.ts";

/** A file of this size may wait in memory for its turn on the disk, and so many of them at once. */
const SMALL_BYTES_MAX = 256 * 1024;
const AT_ONCE = 16;

/** Unpacks the chosen files into the store, several at a time: waiting for the disk is most of the work. */
export async function storeFiles(
  deps: ControlDeps,
  archive: Archive,
  chosen: ReadonlyMap<string, string>,
): Promise<readonly StoredFile[]> {
  const stored: StoredFile[] = [];
  const running = new Set<Promise<void>>();
  const keep = async (path: string, body: AsyncIterable<Uint8Array>, sizeBytes: number) => {
    const { sha256 } = await keepBlob(deps, body, { sizeBytes, maxBytes: sizeBytes });
    stored.push({ path, contentType: contentTypeOf(path), sha256, sizeBytes });
  };
  try {
    for await (const { path: raw, sizeBytes, body } of archive.read((path) => chosen.has(path))) {
      const path = chosen.get(raw) ?? raw;
      if (sizeBytes > SMALL_BYTES_MAX) {
        await keep(path, body, sizeBytes);
        continue;
      }
      const bytes = await buffer(body);
      const task = keep(path, Readable.from([bytes]), sizeBytes).finally(() => running.delete(task));
      running.add(task);
      task.catch(() => {}); // It is waited for below, or whichever failed first is.
      if (running.size >= AT_ONCE) await Promise.race(running);
    }
    await Promise.all(running);
  } catch (cause) {
    await Promise.allSettled(running);
    throw cause instanceof BlobMismatch
      ? new ArchiveRefused("The archive lies about its sizes.", { cause })
      : cause;
  }
  return stored;
}
