import type { CompiledSite, ServedFile } from "#platform/sites/compile-site.ts";
import { isHtml } from "#platform/sites/content-type.ts";
import type { Coding } from "#platform/sites/site-manifest.ts";

/** What goes with a file in one of its forms, but its length. */
export type FileHeaders = {
  readonly etag: string;
  readonly lines: readonly string[];
  /** With the length of the whole file in this form. */
  readonly whole: string[];
};

const REVALIDATE = "public, max-age=0, must-revalidate";
const FOR_EVER = "public, max-age=31536000, immutable";

const known = new WeakMap<ServedFile, Map<Coding | null, FileHeaders>>();

/** Worked out once for each file, unless the site has headers of its own, which depend on the address. */
export function fileHeaders(
  site: CompiledSite,
  file: ServedFile,
  coding: Coding | null,
  path: string,
): FileHeaders {
  if (site.headers.length > 0) return makeHeaders(file, coding, ownHeaders(site, path));
  let forms = known.get(file);
  if (forms === undefined) {
    forms = new Map();
    known.set(file, forms);
  }
  let headers = forms.get(coding);
  if (headers === undefined) {
    headers = makeHeaders(file, coding, NONE);
    forms.set(coding, headers);
  }
  return headers;
}

const NONE: ReadonlyMap<string, readonly [string, string]> = new Map();

/** `_headers` that are meant for this address; of two that say different things the later one holds. */
function ownHeaders(site: CompiledSite, path: string): ReadonlyMap<string, readonly [string, string]> {
  const own = new Map<string, readonly [string, string]>();
  for (const { match, headers } of site.headers) {
    if (match(path) === null) continue;
    for (const [name, value] of headers) own.set(name.toLowerCase(), [name, value]);
  }
  return own;
}

function makeHeaders(
  file: ServedFile,
  coding: Coding | null,
  own: ReadonlyMap<string, readonly [string, string]>,
): FileHeaders {
  const etag = `"${file.sha256.slice(0, 32)}${coding === null ? "" : `-${coding}`}"`;
  const ours: [string, string][] = [
    ["Content-Type", file.contentType],
    ["Cache-Control", isNamedByContent(file) ? FOR_EVER : REVALIDATE],
    ["Referrer-Policy", "strict-origin-when-cross-origin"],
  ];
  const fixed = [
    ...["X-Content-Type-Options", "nosniff"],
    // No page may shake off its own host, nor share a process with the hosts beside it.
    ...["Origin-Agent-Cluster", "?1"],
    ...["ETag", etag],
    ...["Accept-Ranges", "bytes"],
    ...(file.codings === undefined ? [] : ["Vary", "Accept-Encoding"]),
    ...(coding === null ? [] : ["Content-Encoding", coding]),
  ];
  const lines = ours.filter(([name]) => !own.has(name.toLowerCase())).concat([...own.values()] as never);
  const all = [...lines.flat(), ...fixed];
  const { sizeBytes } = coding === null ? file : (file.codings?.[coding] ?? file);
  return { etag, lines: all, whole: [...all, "Content-Length", String(sizeBytes)] };
}

/**
 * Whether a name has a hash of its content in it, as build tools write it: `app.3f9ac01b.js`, `index-B7f2Kx9Q.css`. Words and
 * dates are none, and a page has an address that stays.
 */
function isNamedByContent({ path, contentType }: ServedFile): boolean {
  if (isHtml(contentType)) return false;
  const [, hash = ""] = /[.\-_]([A-Za-z0-9_-]{8,64})(?:\.[a-z0-9]{1,5}){1,2}$/.exec(path) ?? [];
  const has = (pattern: RegExp) => pattern.test(hash);
  if (!has(/\d/)) return false;
  if (/^[0-9a-f]+$/.test(hash)) return has(/[a-f]/);
  return has(/[A-Z]/) && (has(/[a-z]/) || hash.length === 8);
}
