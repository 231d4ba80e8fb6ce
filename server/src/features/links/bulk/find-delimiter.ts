import { AppError } from "#kernel/errors.ts";

const HEADER_LENGTH_MAX = 64 * 1024;
const DELIMITERS = [",", ";", "\t"];

export type Begin = {
  /** What had to be read for it. */
  readonly text: string;
  readonly delimiter: string;
};

/** What stands most often between the columns of the first line that is not empty, outside quotation marks. */
export async function findDelimiter(texts: AsyncGenerator<string>): Promise<Begin> {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let text = "";
  let isQuoted = false;
  let hasBegun = false;
  let at = 0;
  for (;;) {
    for (; at < text.length; at++) {
      const letter = text.charAt(at);
      const isBreak = letter === "\n" || letter === "\r";
      if (isBreak && hasBegun && !isQuoted) return { text, delimiter: mostOf(counts) };
      hasBegun ||= !isBreak;
      if (letter === '"') isQuoted = !isQuoted;
      else if (!isQuoted && counts.has(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
      if (at > HEADER_LENGTH_MAX) {
        throw new AppError("invalid_payload", `The header is longer than ${HEADER_LENGTH_MAX / 1024} KB.`);
      }
    }
    const next = await texts.next();
    if (next.done) return { text, delimiter: mostOf(counts) };
    text += next.value;
  }
}

function mostOf(counts: ReadonlyMap<string, number>): string {
  const [[first] = [","]] = [...counts].sort(([, one], [, other]) => other - one);
  return first;
}
