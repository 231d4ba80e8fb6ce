import { setImmediate as turn } from "node:timers/promises";

const LINES_A_TURN = 2_000;

/**
 * Hands over what stands on each line of a list, with the number of the line: without comments, which `#` begins at the
 * start of a word, and without lines that say nothing. Long lists are read in pieces, so that no visitor waits for one.
 */
export async function readEntries(text: string, take: (entry: string, line: number) => void): Promise<void> {
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (index % LINES_A_TURN === LINES_A_TURN - 1) await turn();
    const entry = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (entry !== "") take(entry, index + 1);
  }
}

export type GoodEntries<T> = {
  readonly entries: readonly T[];
  /** A sentence's end about the lines that were left out; `undefined` where there are none. */
  readonly complaint: string | undefined;
};

/** For lists that others write: what is none of `what` is left out and complained of, and the rest counts. */
export async function readGoodEntries<T>(
  text: string,
  what: string,
  parse: (entry: string) => T | undefined,
): Promise<GoodEntries<T>> {
  const entries: T[] = [];
  const bad: number[] = [];
  await readEntries(text, (entry, line) => {
    const parsed = parse(entry);
    if (parsed === undefined) bad.push(line);
    else entries.push(parsed);
  });
  const [first] = bad;
  if (first === undefined) return { entries, complaint: undefined };
  const more = bad.length === 1 ? "" : ` and ${bad.length - 1} more`;
  return { entries, complaint: `names a file whose line ${first}${more} is not ${what}, and is left out` };
}
