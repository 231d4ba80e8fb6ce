import type { ArchiveLimits, ArchiveSource } from "./archive.ts";
import { ArchiveCount, tooLarge } from "./archive-count.ts";
import { ArchiveRefused } from "./archive-refused.ts";
import { ByteReader } from "./byte-reader.ts";

/** What the directory of a zip says of one file in it. */
export type ZipEntry = {
  readonly path: string;
  readonly name: Buffer;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly isDeflated: boolean;
  readonly crc: number;
  /** Where its local header is, and where the next begins. */
  readonly start: number;
  readonly limit: number;
};

const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
export const LOCAL_BYTES = 30;
const DIRECTORY_BYTES_MAX = 16 * 1024 * 1024;
const UNSET = 0xffff_ffff;

/**
 * The files of a zip as its directory has them, checked against each other before anything is unpacked: a file that shares
 * bytes with another, is encrypted, is a link or leads out of the archive refuses the whole.
 */
export async function readZipDirectory(
  source: ArchiveSource,
  limits: ArchiveLimits,
): Promise<readonly ZipEntry[]> {
  const end = await findEnd(source);
  // Twice as many, because folders have entries as well.
  if (end.entries > limits.filesMax * 2)
    throw tooLarge(`The archive has more than ${limits.filesMax} files.`);
  if (end.size > DIRECTORY_BYTES_MAX) throw tooLarge("The directory of the archive is too large.");
  const directory = end.size === 0 ? Buffer.alloc(0) : await read(source, end.start, end.size);
  const entries = [...parseEntries(directory, end.entries, new ArchiveCount(limits))];
  return withoutOverlaps(entries, end.start);
}

/** The record at the very end, behind which there is only its comment. Archives of several parts, and of 4 GB, are refused. */
async function findEnd(source: ArchiveSource) {
  const length = Math.min(source.sizeBytes, END_BYTES + COMMENT_BYTES_MAX);
  if (length < END_BYTES) throw new ArchiveRefused("This is no zip archive, or a damaged one.");
  const tail = await read(source, source.sizeBytes - length, length);
  for (let at = length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + END_BYTES + tail.readUInt16LE(at + 20) !== length) continue;
    const isWhole =
      tail.readUInt32LE(at + 4) === 0 && tail.readUInt16LE(at + 8) === tail.readUInt16LE(at + 10);
    const size = tail.readUInt32LE(at + 12);
    const start = tail.readUInt32LE(at + 16);
    const entries = tail.readUInt16LE(at + 10);
    if (!isWhole || start === UNSET || size === UNSET || entries === 0xffff) {
      throw tooLarge("The archive is one of several parts, or too large.");
    }
    if (start + size !== source.sizeBytes - length + at) throw damaged();
    return { start, size, entries };
  }
  throw new ArchiveRefused("This is no zip archive, or a damaged one.");
}

function* parseEntries(
  directory: Buffer,
  entries: number,
  count: ArchiveCount,
): Iterable<Omit<ZipEntry, "limit">> {
  let at = 0;
  for (let n = 0; n < entries; n++) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY) throw damaged();
    const nameLength = directory.readUInt16LE(at + 28);
    const next =
      at + ENTRY_BYTES + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw damaged();
    count.entry();
    const entry = parseEntry(directory.subarray(at, next), nameLength);
    if (!entry.path.endsWith("/")) {
      count.file(entry.sizeBytes);
      yield entry;
    } else if (entry.packedBytes > 0) yield { ...entry, sizeBytes: 0 };
    at = next;
  }
  if (at !== directory.length) throw damaged();
}

const SYMLINK_OR_DEVICE = new Set([0o120000, 0o060000, 0o020000, 0o010000, 0o140000]);

function parseEntry(entry: Buffer, nameLength: number): Omit<ZipEntry, "limit"> {
  const flags = entry.readUInt16LE(8);
  const method = entry.readUInt16LE(10);
  const packedBytes = entry.readUInt32LE(20);
  const sizeBytes = entry.readUInt32LE(24);
  const start = entry.readUInt32LE(42);
  const mode = entry.readUInt16LE(40);
  if ((flags & 0x2041) !== 0 || method === 99) throw new ArchiveRefused("The archive is encrypted.");
  if (method !== 0 && method !== 8)
    throw new ArchiveRefused("The archive is packed in a way that is not supported.");
  if ([packedBytes, sizeBytes, start].includes(UNSET)) throw tooLarge("A file in the archive is too large.");
  if (entry.readUInt16LE(34) !== 0) throw damaged();
  if (SYMLINK_OR_DEVICE.has(mode & 0o170000)) {
    throw new ArchiveRefused("The archive has a link or something else in it that is no file.");
  }
  if (method === 0 && packedBytes !== sizeBytes) throw damaged();
  const name = entry.subarray(ENTRY_BYTES, ENTRY_BYTES + nameLength);
  const crc = entry.readUInt32LE(16);
  return { path: decode(name), name, sizeBytes, packedBytes, isDeflated: method === 8, crc, start };
}

/** No two files may be made of the same bytes: that is how 42 KB become petabytes. */
function withoutOverlaps(
  entries: readonly Omit<ZipEntry, "limit">[],
  directoryStart: number,
): readonly ZipEntry[] {
  const order = entries.toSorted((one, other) => one.start - other.start);
  const limits = new Map(order.map((entry, at) => [entry, order[at + 1]?.start ?? directoryStart]));
  return entries.flatMap((entry) => {
    const limit = limits.get(entry) ?? 0;
    if (entry.start + LOCAL_BYTES + entry.name.length + entry.packedBytes > limit) throw damaged();
    return entry.path.endsWith("/") ? [] : [{ ...entry, limit }];
  });
}

async function read({ sizeBytes, open }: ArchiveSource, start: number, length: number): Promise<Buffer> {
  if (start < 0 || start + length > sizeBytes) throw damaged();
  return new ByteReader(open(start, start + length - 1)).take(length);
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What is not marked as UTF-8 mostly is all the same; the old code pages are not guessed at. */
function decode(name: Uint8Array): string {
  try {
    return utf8.decode(name);
  } catch (cause) {
    throw new ArchiveRefused("A name in the archive is not UTF-8.", { cause });
  }
}

export const damaged = () => new ArchiveRefused("The archive is damaged.");
