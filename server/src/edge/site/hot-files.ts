import { buffer } from "node:stream/consumers";
import type { BlobStore } from "#platform/blobs/blob-store.ts";
import { RecentMap } from "#platform/visits/recent-map.ts";

/** Of all files in memory together. */
const BYTES_MAX = 64 * 1024 * 1024;
/** Larger ones are read from the store each time. */
export const HOT_FILE_BYTES_MAX = 256 * 1024;

/** The small files that were asked for last. They are known by their content, so that none is ever out of date. */
export class HotFiles {
  readonly #blobs: Pick<BlobStore, "open">;
  readonly #files = new RecentMap<string, Buffer>(BYTES_MAX, (bytes) => bytes.length + 200);
  readonly #loads = new Map<string, Promise<Buffer>>();

  constructor(blobs: Pick<BlobStore, "open">) {
    this.#blobs = blobs;
  }

  /** Rejects for what is not stored. */
  get(sha256: string): Buffer | Promise<Buffer> {
    return this.#files.get(sha256) ?? this.#loads.get(sha256) ?? this.#begin(sha256);
  }

  #begin(sha256: string): Promise<Buffer> {
    const load = this.#load(sha256).finally(() => this.#loads.delete(sha256));
    this.#loads.set(sha256, load);
    return load;
  }

  async #load(sha256: string): Promise<Buffer> {
    const opened = await this.#blobs.open(sha256);
    if (opened === undefined) throw new Error(`The blob ${sha256} of a site is not stored.`);
    const bytes = await buffer(opened.body);
    this.#files.set(sha256, bytes);
    return bytes;
  }
}
