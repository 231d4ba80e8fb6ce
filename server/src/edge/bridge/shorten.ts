/** The beginning of a text, never half a character; a page stays small whatever a link holds. */
export const shorten = (text: string, lengthMax: number): string =>
  text.length > lengthMax ? `${text.slice(0, lengthMax).toWellFormed()}…` : text;
