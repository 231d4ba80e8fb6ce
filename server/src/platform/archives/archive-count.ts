import type { ArchiveLimits } from "./archive.ts";
import { ArchiveRefused } from "./archive-refused.ts";

/** Adds up what an archive announces; throws as soon as it is too much, so that nothing of it is unpacked. */
export class ArchiveCount {
  readonly #limits: ArchiveLimits;
  #files = 0;
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /** Anything with a header: folders too. */
  entry(): void {
    this.#entries++;
    if (this.#entries > this.#limits.filesMax * 2) throw tooMany(this.#limits.filesMax);
  }

  file(sizeBytes: number): void {
    const { filesMax, fileBytesMax, totalBytesMax } = this.#limits;
    this.#files++;
    this.#bytes += sizeBytes;
    if (this.#files > filesMax) throw tooMany(filesMax);
    if (sizeBytes > fileBytesMax)
      throw tooLarge(`A file in the archive is larger than ${fileBytesMax} bytes.`);
    if (this.#bytes > totalBytesMax)
      throw tooLarge(`Unpacked the archive has more than ${totalBytesMax} bytes.`);
  }
}

export const tooLarge = (message: string) => new ArchiveRefused(message, { isTooLarge: true });
const tooMany = (filesMax: number) => tooLarge(`The archive has more than ${filesMax} files.`);
