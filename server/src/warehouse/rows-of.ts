/** The rows in an answer's lines. A line break inside of a text is written as two characters, so that each line is a row. */
export const rowsOf = <Row>(lines: string): Row[] =>
  JSON.parse(`[${lines.trimEnd().replaceAll("\n", ",")}]`) as Row[];
