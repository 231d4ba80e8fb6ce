const PATH_BYTES_MAX = 1024;
const SEGMENT_BYTES_MAX = 255;
const SEGMENTS_MAX = 64;

/** Whether a path may be one of a site: `{ path }` in its one spelling (NFC), or `{ fault }` in words. */
export type SitePath = { readonly path: string } | { readonly fault: string };

/**
 * Reads the path of a file inside a site: relative, with `/` between its parts. A path is only ever a key of a manifest, so
 * none can lead out of it; what could be read as one that does is refused all the same, however it is disguised.
 */
export function readSitePath(text: string): SitePath {
  const path = text.normalize("NFC");
  const fault = faultOf(path);
  return fault === undefined ? { path } : { fault };
}

function faultOf(path: string): string | undefined {
  if (path === "") return "A path is missing.";
  if (!path.isWellFormed()) return "A path has half a character in it.";
  if (Buffer.byteLength(path) > PATH_BYTES_MAX) return `A path is longer than ${PATH_BYTES_MAX} bytes.`;
  if (UNSEEN.test(path)) return "A path has a control character in it.";
  if (path.includes("\\")) return "A path has a backslash in it.";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "A path must be relative.";
  const segments = path.split("/");
  if (segments.length > SEGMENTS_MAX) return `A path has more than ${SEGMENTS_MAX} parts.`;
  for (const segment of segments) {
    const wrong = faultOfSegment(segment);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Control characters, line ends of Unicode, and marks that turn the reading direction. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/u;

function faultOfSegment(segment: string): string | undefined {
  if (segment === "") return "A path has an empty part in it.";
  if (Buffer.byteLength(segment) > SEGMENT_BYTES_MAX) {
    return `A part of a path is longer than ${SEGMENT_BYTES_MAX} bytes.`;
  }
  if (segment === "__proto__") return "A part of a path has a name that is not allowed.";
  if (spellings(segment).some(isLeadingOut)) return "A part of a path leads out of its folder.";
  return undefined;
}

/** Only dots and blanks, or something that would split into more parts than are seen. A `;` begins what some servers cut off. */
const isLeadingOut = (segment: string): boolean =>
  /^[\s.]+(?:$|[:;])/.test(segment) || /[/\\\0]/.test(segment);

/** A segment as it is, as compatible characters write it, and as it is after being decoded once, twice and so on. */
function spellings(segment: string): readonly string[] {
  const all = [segment, segment.normalize("NFKC")];
  let text = segment;
  for (let round = 0; round < 8 && text.includes("%"); round++) {
    const decoded = decodeLeniently(text);
    if (decoded === text) break;
    all.push(decoded, decoded.normalize("NFKC"));
    text = decoded;
  }
  return all;
}

/** Over-long UTF-8 (`%c0%ae`) and `%u002e` mean a dot or a slash to some old decoders, so they do here. */
function decodeLeniently(text: string): string {
  const short = text
    .replace(/%u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/%(?:f0%80%80|e0%80|c0)%([89ab][0-9a-f])/gi, (_, low: string) => overlong(0, low))
    .replace(/%(?:f0%80%81|e0%81|c1)%([89ab][0-9a-f])/gi, (_, low: string) => overlong(0x40, low));
  return short.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

const overlong = (high: number, low: string) => String.fromCharCode(high | (Number.parseInt(low, 16) & 0x3f));

/** Files that nobody means to publish: names with a dot in front, other than `.well-known`, and what archivers add. */
export const isHiddenPath = (path: string): boolean =>
  path
    .split("/")
    .some((segment) => segment === "__MACOSX" || (segment.startsWith(".") && segment !== ".well-known"));
