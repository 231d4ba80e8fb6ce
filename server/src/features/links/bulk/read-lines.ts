import { AppError } from "#kernel/errors.ts";
import { parseJson } from "#platform/http/read-json.ts";
import type { RawRow } from "./raw-row.ts";

const LINE_BYTES_MAX = 1024 * 1024;
const NEWLINE = 0x0a;
const BOM = Buffer.from("\ufeff");

/** The values of newline-delimited JSON. A line that is none of them is a row that failed; the others go on. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow<unknown>> {
  let row = 0;
  let line = 0;
  for await (const bytes of splitLines(chunks)) {
    line += 1;
    const text =
      line === 1 && bytes?.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes;
    if (text !== undefined && isBlank(text)) continue;
    row += 1;
    yield text === undefined ? { row, line, refusal: tooLong() } : { row, line, ...parseLine(text) };
  }
}

function parseLine(text: Buffer): { readonly value: unknown } | { readonly refusal: AppError } {
  try {
    return { value: parseJson(text, "The line") };
  } catch (thrown) {
    if (thrown instanceof AppError) return { refusal: thrown };
    throw thrown;
  }
}

/** `undefined` for a line that is too long to be kept. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (): Buffer | undefined => {
    const [only] = parts;
    const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    const line = size > LINE_BYTES_MAX ? undefined : whole;
    parts = [];
    size = 0;
    return line;
  };
  const keep = (part: Buffer) => {
    size += part.length;
    if (size > LINE_BYTES_MAX) parts = [];
    else parts.push(part);
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let begin = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, begin)) {
      keep(bytes.subarray(begin, end));
      yield take();
      begin = end + 1;
    }
    keep(bytes.subarray(begin));
  }
  if (size > 0) yield take();
}

const isBlank = (line: Buffer) => line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

const tooLong = () => new AppError("payload_too_large", `A line may have ${LINE_BYTES_MAX / 1024} KB.`);
