import { createReadStream } from "node:fs";
import { setImmediate as endOfTurn } from "node:timers/promises";

/** One line of a file; `text` is undefined for one that is too long to be kept. */
export type FileLine = { readonly line: number; readonly text: string | undefined };

const LINE_BYTES_MAX = 64 * 1024;
const LINES_A_TURN = 200;
const NEWLINE = 0x0a;

/** The lines that are not blank, with their numbers from 1. Gives way to visitors every few milliseconds. */
export async function* readHistory(path: string): AsyncGenerator<FileLine> {
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  let line = 0;
  const take = (end: Buffer): FileLine | undefined => {
    line += 1;
    const bytes = rest.length === 0 ? end : Buffer.concat([rest, end]);
    const isLong = isTooLong || bytes.length > LINE_BYTES_MAX;
    rest = Buffer.alloc(0);
    isTooLong = false;
    if (isLong) return { line, text: undefined };
    const text = bytes
      .toString("utf8")
      .replace(line === 1 ? /^\ufeff/ : /^$/, "")
      .trim();
    return text === "" ? undefined : { line, text };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, begin)) {
      const taken = take(chunk.subarray(begin, end));
      begin = end + 1;
      if (taken !== undefined) yield taken;
      if (line % LINES_A_TURN === 0) await endOfTurn();
    }
    if (isTooLong) continue;
    rest = Buffer.concat([rest, chunk.subarray(begin)]);
    isTooLong = rest.length > LINE_BYTES_MAX;
    if (isTooLong) rest = Buffer.alloc(0);
  }
  if (rest.length === 0 && !isTooLong) return;
  const taken = take(Buffer.alloc(0));
  if (taken !== undefined) yield taken;
}
