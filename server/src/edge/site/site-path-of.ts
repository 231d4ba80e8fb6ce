import { encodeBytes } from "#edge/encode-bytes.ts";

/** Letters of which a path mostly consists, and nothing that could mean something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII but controls, % and backslash is meant.
const PLAIN = /^[^\u0000-\u0020%\\\u007f-\uffff]*$/;

/**
 * The path of a request as a site's manifest has it: decoded once, in NFC. `null` for what no manifest can have, such as a
 * slash that was written to be no slash. What comes out is looked up and nothing else.
 */
export function sitePathOf(written: string): string | null {
  if (PLAIN.test(written)) return written;
  if (/%(?:2f|5c|00)/i.test(written)) return null;
  try {
    const path = decodeURIComponent(encodeBytes(written)).normalize("NFC");
    return path.includes("\\") || path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}
