/** The path and query of a request line; a `#`, which no browser sends, ends it. */
export type Target = {
  /** Decoded. */
  readonly path: string;
  /** The path as it was sent. */
  readonly written: string;
  readonly query: string;
};

export const TARGET_LENGTH_MAX = 8192;

/** `undefined` for what is no path of ours: a whole URL, `*`, or percent signs that encode nothing. */
export function parseTarget(url: string | undefined): Target | undefined {
  if (url === undefined || url.charCodeAt(0) !== SLASH) return undefined;
  const hash = url.indexOf("#");
  const whole = hash === -1 ? url : url.slice(0, hash);
  const mark = whole.indexOf("?");
  const written = mark === -1 ? whole : whole.slice(0, mark);
  const path = decodePath(written);
  return path === undefined ? undefined : { path, written, query: mark === -1 ? "" : whole.slice(mark + 1) };
}

const SLASH = 0x2f;

function decodePath(path: string): string | undefined {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
