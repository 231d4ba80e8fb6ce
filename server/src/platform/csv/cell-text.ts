/**
 * What a spreadsheet would calculate instead of showing, and the empty text, which an empty cell is not; after any number
 * of apostrophes, so that taking away one is always right.
 */
const GUARDED = /^'*(?:[=+\-@\t\r\n＝＋－＠]|$)/;

/** The text with an apostrophe before it where a spreadsheet would run it. `plainText` takes the apostrophe away. */
export const guardText = (text: string): string => (GUARDED.test(text) ? `'${text}` : text);

/** The text that was guarded, or the cell as it is. */
export const plainText = (cell: string): string =>
  cell.startsWith("'") && GUARDED.test(cell) ? cell.slice(1) : cell;

const QUOTED = /[",;\t\r\n]|^\s|\s$/;

/** A cell as RFC 4180 writes it, also quoted where a reader with other separators would cut it. */
export const csvCell = (text: string): string =>
  QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
