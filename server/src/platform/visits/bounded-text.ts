const LENGTH_MAX = 200;
const CONTROL = /[\p{Cc}\p{Cs}]/gu;

/** Text that a visitor sent, as it may be recorded: no longer than `lengthMax`, well-formed, without control characters. */
export function boundedText(text: string, lengthMax = LENGTH_MAX): string {
  const short = text.length > lengthMax ? text.slice(0, lengthMax) : text;
  return short.replace(CONTROL, "\u{FFFD}");
}
