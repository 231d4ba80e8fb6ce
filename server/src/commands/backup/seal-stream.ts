import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Damaged } from "./place.ts";

const MAGIC = Buffer.from("SWB1");
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const CHUNK_BYTES = 65_536;
const CIPHER = "aes-256-gcm";

/**
 * A body in chunks of 64 KiB, each sealed by AES-256-GCM under a key of this object alone, with its number and whether it is
 * the last: nothing can be changed, left out, added, cut off or put in another object's place without being noticed.
 */
export async function* sealed(
  master: Buffer,
  name: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = keyOf(master, salt, name);
  yield Buffer.concat([MAGIC, salt]);
  let number = 0;
  for await (const { chunk, isLast } of chunksOf(body, CHUNK_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, nonceOf(number++, isLast));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/** What was sealed; throws `Damaged` at the first chunk that is not as it was. */
export async function* unsealed(
  master: Buffer,
  name: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const damaged = (cause?: unknown) =>
    new Damaged(`${name} is damaged, or was sealed with another passphrase.`, { cause });
  let key: Buffer | undefined;
  let number = 0;
  const head = MAGIC.length + SALT_BYTES;
  for await (const { chunk, isLast } of chunksOf(body, CHUNK_BYTES + TAG_BYTES, head)) {
    if (key === undefined) {
      if (chunk.length < head || !chunk.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged();
      key = keyOf(master, chunk.subarray(MAGIC.length), name);
      if (isLast) throw damaged();
      continue;
    }
    if (chunk.length < TAG_BYTES) throw damaged();
    const decipher = createDecipheriv(CIPHER, key, nonceOf(number++, isLast), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
    let text: Buffer;
    try {
      text = Buffer.concat([decipher.update(chunk.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw damaged(cause);
    }
    yield text;
  }
}

const keyOf = (master: Buffer, salt: Uint8Array, name: string) =>
  Buffer.from(hkdfSync("sha256", master, salt, `backup ${name}`, 32));

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Chunks of one size but for the first, if it has one of its own, and the last; there is always a last one. */
async function* chunksOf(body: AsyncIterable<Uint8Array>, size: number, first = size) {
  let wanted = first;
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    waiting.push(piece);
    length += piece.length;
    if (length <= wanted) continue;
    let joined = Buffer.concat(waiting);
    while (joined.length > wanted) {
      yield { chunk: joined.subarray(0, wanted), isLast: false };
      joined = joined.subarray(wanted);
      wanted = size;
    }
    waiting = [joined];
    length = joined.length;
  }
  yield { chunk: Buffer.concat(waiting), isLast: true };
}
