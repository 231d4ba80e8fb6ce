import { crc32, deflateRawSync, gzipSync } from "node:zlib";

/** An entry of an archive that a test makes, and in what it lies about itself. */
export type MadeEntry = {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** Of a Unix file: 0o120777 is a link. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly sizeBytes?: number;
  readonly crc?: number;
  /** In the local header, where it is another than in the directory. */
  readonly localPath?: string;
  /** Where the directory says that it begins. */
  readonly start?: number;
};

/** A zip of deflated entries, whatever they say. `directoryCopies` repeats the directory's entries without their bytes. */
export function zipOf(entries: readonly MadeEntry[], directoryCopies = 1): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? "");
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(entry.crc ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.sizeBytes ?? content.length, 18);
    const name = Buffer.from(entry.path);
    const localName = Buffer.from(entry.localPath ?? entry.path);
    const local = Buffer.concat([signature(0x04034b50), withName(fields, localName), localName, packed]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    more.writeUInt32LE(entry.start ?? at, 10);
    const madeBy = Buffer.from([20, 3]);
    const one = Buffer.concat([signature(0x02014b50), madeBy, withName(fields, name), more, name]);
    for (let copy = 0; copy < directoryCopies; copy++) directory.push(one);
    locals.push(local);
    at += local.length;
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Math.min(directory.length, 0xffff), 4);
  end.writeUInt16LE(Math.min(directory.length, 0xffff), 6);
  end.writeUInt32LE(all.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, all, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function withName(fields: Buffer, name: Buffer): Buffer {
  const named = Buffer.from(fields);
  named.writeUInt16LE(name.length, 22);
  return named;
}

/** An entry of a tar; `type` is its letter: "2" is a link. */
export type MadeHeader = {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly type?: string;
  readonly sizeBytes?: number;
  readonly linkTo?: string;
};

/** A gzipped tar of ustar headers, whatever they say. */
export const tarOf = (entries: readonly MadeHeader[]): Buffer =>
  gzipSync(Buffer.concat([...entries.flatMap(tarEntry), Buffer.alloc(1024)]));

/** A header with its content, padded. */
export function tarEntry({ path, content = "", type = "0", sizeBytes, linkTo = "" }: MadeHeader): Buffer[] {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${(sizeBytes ?? bytes.length).toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(linkTo, 157, 100);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

/** What a pax header in front of an entry says of it. */
export function paxOf(fields: Readonly<Record<string, string>>): MadeHeader {
  const content = Object.entries(fields)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      const length = Buffer.byteLength(rest);
      const whole = length + String(length + String(length).length).length;
      return `${whole}${rest}`;
    })
    .join("");
  return { path: "PaxHeader", content, type: "x" };
}
