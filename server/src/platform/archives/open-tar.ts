import type { Archive, ArchiveFile, ArchiveLimits, ArchiveSource } from "./archive.ts";
import { ArchiveCount, tooLarge } from "./archive-count.ts";
import { ArchiveRefused } from "./archive-refused.ts";
import { ByteReader } from "./byte-reader.ts";
import { readTarEntries } from "./read-tar.ts";
import { gunzip } from "./unpack.ts";

/** What headers and padding may add to the bytes of a file. */
const OVERHEAD_BYTES = 4096;

/** A gzipped tar. All its headers are looked at first; nothing is kept of what is unpacked on the way. */
export async function openTar(source: ArchiveSource, limits: ArchiveLimits): Promise<Archive> {
  const count = new ArchiveCount(limits);
  const files: ArchiveFile[] = [];
  for await (const { path, sizeBytes, isFile } of entriesOf(source, limits)) {
    count.entry();
    if (!isFile) continue;
    count.file(sizeBytes);
    files.push({ path, sizeBytes });
  }
  return {
    files,
    async *read(isWanted) {
      for await (const entry of entriesOf(source, limits))
        if (entry.isFile && isWanted(entry.path)) yield entry;
    },
  };
}

async function* entriesOf({ sizeBytes, open }: ArchiveSource, limits: ArchiveLimits) {
  if (sizeBytes === 0) throw new ArchiveRefused("The archive is empty.");
  const reader = new ByteReader(bounded(gunzip(open(0, sizeBytes - 1)), limits));
  try {
    yield* readTarEntries(reader);
  } finally {
    await reader.close();
  }
}

/** Also what no header announces has its bound. */
async function* bounded(unpacked: AsyncIterable<Uint8Array>, { totalBytesMax, filesMax }: ArchiveLimits) {
  let left = totalBytesMax + filesMax * OVERHEAD_BYTES;
  for await (const piece of unpacked) {
    left -= piece.length;
    if (left < 0) throw tooLarge(`Unpacked the archive has more than ${totalBytesMax} bytes.`);
    yield piece;
  }
}
