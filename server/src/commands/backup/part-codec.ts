import { createHash } from "node:crypto";
import { pipeline } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import type { Part } from "./manifest.ts";
import { partName } from "./names.ts";
import { Damaged, type Place } from "./place.ts";

/** Writes a part as it comes, and tells how long it is and what its hash is. */
export async function writePart(
  place: Place,
  id: string,
  name: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Part> {
  const hash = createHash("sha256");
  let bytes = 0;
  await place.write(
    partName(id, name),
    (async function* () {
      for await (const piece of body) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    })(),
  );
  return { name, bytes, sha256: hash.digest("hex") };
}

/** What the part holds; throws `Damaged`, at its end at the latest, when that is not what was written. */
export async function* readPart(
  place: Place,
  id: string,
  { name, bytes: expected, sha256 }: Part,
): AsyncGenerator<Uint8Array> {
  const path = partName(id, name);
  const body = await place.read(path);
  if (body === undefined) throw new Damaged(`${path} is missing.`);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of body) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  if (bytes !== expected || hash.digest("hex") !== sha256) throw new Damaged(`${path} is damaged.`);
}

/** JSON values as lines, packed. */
export function packed(values: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
  const lines = async function* () {
    for await (const value of values) yield `${JSON.stringify(value)}\n`;
  };
  return pipeline(lines, createGzip({ level: 3 }), () => {});
}

/** The values that were packed, one at a time. */
export async function* unpacked<Value>(body: AsyncIterable<Uint8Array>): AsyncGenerator<Value> {
  let rest = "";
  const decoder = new TextDecoder();
  const pieces = pipeline(body, createGunzip(), () => {}) as AsyncIterable<Uint8Array>;
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Value;
  }
}
