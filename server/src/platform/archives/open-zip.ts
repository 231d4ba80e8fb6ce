import { crc32 } from "node:zlib";
import type { Archive, ArchiveLimits, ArchiveSource } from "./archive.ts";
import { ByteReader } from "./byte-reader.ts";
import { damaged, LOCAL_BYTES, readZipDirectory, type ZipEntry } from "./read-zip-directory.ts";
import { inflate } from "./unpack.ts";

const LOCAL = 0x04034b50;

/** A zip of stored and deflated files. What its directory says is all that is believed, and then only what comes true. */
export async function openZip(source: ArchiveSource, limits: ArchiveLimits): Promise<Archive> {
  const entries = await readZipDirectory(source, limits);
  return {
    files: entries.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
    async *read(isWanted) {
      for (const entry of entries) {
        const { path, sizeBytes } = entry;
        if (isWanted(path)) yield { path, sizeBytes, body: bodyOf(source, entry) };
      }
    },
  };
}

async function* bodyOf(source: ArchiveSource, entry: ZipEntry): AsyncIterable<Uint8Array> {
  const reader = new ByteReader(source.open(entry.start, entry.limit - 1));
  try {
    await readLocalHeader(reader, entry);
    const packed = reader.stream(entry.packedBytes);
    let crc = 0;
    let left = entry.sizeBytes;
    for await (const piece of entry.isDeflated ? inflate(packed) : packed) {
      left -= piece.length;
      if (left < 0) throw damaged();
      crc = crc32(piece, crc);
      yield piece;
    }
    if (left > 0 || crc !== entry.crc) throw damaged();
  } finally {
    await reader.close();
  }
}

/** Must be of the same file: programs that read it and not the directory would see another archive. */
async function readLocalHeader(
  reader: ByteReader,
  { name, packedBytes, start, limit }: ZipEntry,
): Promise<void> {
  const header = await reader.take(LOCAL_BYTES);
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) throw damaged();
  const nameLength = header.readUInt16LE(26);
  const extraLength = header.readUInt16LE(28);
  if (start + LOCAL_BYTES + nameLength + extraLength + packedBytes > limit) throw damaged();
  if (!(await reader.take(nameLength)).equals(name)) throw damaged();
  if (!(await reader.skip(extraLength))) throw damaged();
}
