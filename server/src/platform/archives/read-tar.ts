import { ArchiveRefused } from "./archive-refused.ts";
import type { ByteReader } from "./byte-reader.ts";

const BLOCK = 512;
/** Of a header that only says what a path is. */
const LONG_BYTES_MAX = 65_536;

type TarEntry = {
  readonly path: string;
  readonly sizeBytes: number;
  /** Else a folder. */
  readonly isFile: boolean;
  readonly body: AsyncIterable<Uint8Array>;
};

/** What the headers in front of one say about it (pax, GNU). */
type Said = { path?: string; size?: number };

/**
 * The files and folders of a tar (ustar, pax and GNU long names), in its order. Links, devices and sparse files are refused:
 * no site has them, and each has been a way out of a folder somewhere.
 */
export async function* readTarEntries(reader: ByteReader): AsyncIterable<TarEntry> {
  let said: Said = {};
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header.length < BLOCK) throw damaged();
    if (header.every((byte) => byte === 0)) return;
    requireChecksum(header);
    const type = String.fromCharCode(header[156] ?? 0);
    const size = readNumber(header.subarray(124, 136));
    if (type === "x" || type === "L" || type === "g") {
      const text = await readLong(reader, size);
      if (type === "x") said = { ...said, ...readPax(text) };
      if (type === "L") said = { ...said, path: decode(until0(text)) };
      continue;
    }
    const path = said.path ?? pathOf(header);
    const sizeBytes = said.size ?? size;
    said = {};
    if (type === "5") {
      if (!(await reader.skip(padded(sizeBytes)))) throw damaged();
      yield { path, sizeBytes: 0, isFile: false, body: nothing() };
    } else if (type === "0" || type === "\0" || type === "7") {
      yield* fileOf(reader, path, sizeBytes);
    } else {
      throw new ArchiveRefused("The archive has a link or something else in it that is no file.");
    }
  }
}

/** Whatever of the body was not read is read past before the next header. */
async function* fileOf(reader: ByteReader, path: string, sizeBytes: number): AsyncIterable<TarEntry> {
  let left = sizeBytes;
  async function* body() {
    for await (const piece of reader.stream(left)) {
      left -= piece.length;
      yield piece;
    }
    if (left > 0) throw damaged();
  }
  yield { path, sizeBytes, isFile: true, body: body() };
  if (!(await reader.skip(left + padded(sizeBytes) - sizeBytes))) throw damaged();
}

async function* nothing(): AsyncIterable<Uint8Array> {}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;

async function readLong(reader: ByteReader, size: number): Promise<Buffer> {
  if (size > LONG_BYTES_MAX) throw new ArchiveRefused("A header in the archive is too long.");
  const text = await reader.take(size);
  if (text.length < size || !(await reader.skip(padded(size) - size))) throw damaged();
  return text;
}

/** Records of the form `27 path=a/long/name\n`, the number being the length of the whole. */
function readPax(text: Buffer): Said {
  const said: Said = {};
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(0x20, at);
    const digits = space === -1 ? "" : text.toString("latin1", at, space);
    const length = /^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : 0;
    if (length === 0 || at + length > text.length) throw damaged();
    const record = text.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    const key = record.toString("latin1", 0, Math.max(0, equals));
    const value = decode(record.subarray(equals + 1));
    if (key === "path") said.path = value;
    if (key === "size") said.size = readDecimal(value);
    if (key.startsWith("GNU.sparse")) throw new ArchiveRefused("The archive has a sparse file in it.");
    at += length;
  }
  return said;
}

function readDecimal(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw damaged();
  return Number(text);
}

function pathOf(header: Buffer): string {
  const name = decode(until0(header.subarray(0, 100)));
  const isUstar = header.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isUstar ? decode(until0(header.subarray(345, 500))) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Octal digits, or where those do not suffice a binary number behind a bit. */
function readNumber(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.readUIntBE(field.length - 6, 6);
    const isSmall = field.subarray(1, field.length - 6).every((byte) => byte === 0) && field[0] === 0x80;
    if (!isSmall) throw new ArchiveRefused("A size in the archive is out of all bounds.");
    return value;
  }
  const text = until0(field).toString("latin1").trim();
  if (!/^[0-7]*$/.test(text)) throw damaged();
  return text === "" ? 0 : Number.parseInt(text, 8);
}

function requireChecksum(header: Buffer): void {
  const told = readNumber(header.subarray(148, 156));
  let sum = 0;
  for (const [at, byte] of header.entries()) sum += at >= 148 && at < 156 ? 0x20 : byte;
  if (sum !== told) throw new ArchiveRefused("This is no tar archive, or a damaged one.");
}

const until0 = (bytes: Buffer) => {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
};

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new ArchiveRefused("A name in the archive is not UTF-8.", { cause });
  }
}

const damaged = () => new ArchiveRefused("The archive is damaged.");
