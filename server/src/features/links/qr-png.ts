import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";

/** Square and dark where `isDark` says so; in pixels, both from zero. */
export type Bitmap = {
  readonly size: number;
  readonly isDark: (x: number, y: number) => boolean;
  /** Six hexadecimal digits each. */
  readonly color: string;
  readonly background: string;
};

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const pack = promisify(deflate);

/**
 * Two colors need one bit a pixel. A general encoder makes four bytes of each and holds up every redirect for half a
 * second meanwhile.
 */
export async function encodePng({ size, isDark, color, background }: Bitmap): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([1, 3], 8); // One bit a pixel, which is an index into the palette.
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(background + color, "hex")),
    chunk("IDAT", await pack(rowsOf(size, isDark))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A zero before each row says that it is not filtered. */
function rowsOf(size: number, isDark: Bitmap["isDark"]): Buffer {
  const stride = 1 + Math.ceil(size / 8);
  const rows = Buffer.alloc(stride * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * stride + 1 + (x >> 3);
      if (isDark(x, y)) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
