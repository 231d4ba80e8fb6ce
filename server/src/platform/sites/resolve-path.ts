import type { CompiledRedirect, CompiledSite, ServedFile } from "./compile-site.ts";

/** What a site has at a path: a file under a status, or where it sends whoever asks. */
export type Resolved =
  | { readonly file: ServedFile; readonly status: 200 | 404 | 410 }
  /** `to` is a path of the site, from its slash on, or a URL; `isElsewhere` tells which. */
  | { readonly to: string; readonly status: 301 | 302 | 303 | 307 | 308; readonly isElsewhere: boolean };

/** How often one rewrite may lead to another. */
const REWRITES_MAX = 5;

/**
 * What the site has at `path`, which is decoded and begins with a slash; `null` where it has nothing. Forced rules come
 * first, then files, then the other rules, from top to bottom.
 */
export function resolvePath(site: CompiledSite, path: string): Resolved | null {
  let asked = path;
  for (let rewrites = 0; rewrites <= REWRITES_MAX; rewrites++) {
    const resolved = step(site, asked);
    if (resolved === null || !("rewrite" in resolved)) return resolved;
    if (resolved.status !== 200) {
      const found = findFile(site, resolved.rewrite);
      return found === null || !("file" in found) ? null : { file: found.file, status: resolved.status };
    }
    const found = findFile(site, resolved.rewrite);
    if (found !== null && "file" in found) return found;
    if (found !== null) return { ...found, status: 308 };
    asked = resolved.rewrite;
  }
  return null;
}

type Rewrite = { readonly rewrite: string; readonly status: 200 | 404 | 410 };

function step(site: CompiledSite, path: string): Resolved | Rewrite | null {
  return applyRules(site, path, true) ?? findFile(site, path) ?? applyRules(site, path, false);
}

/** `/about` is about.html, `/docs/` is docs/index.html, and each of them without or with the other's slash leads there. */
function findFile({ files }: CompiledSite, path: string): Resolved | null {
  const name = path.slice(1);
  const exact = files.get(name);
  if (exact !== undefined) return { file: exact, status: 200 };
  if (name === "" || name.endsWith("/")) {
    const index = files.get(`${name}index.html`);
    if (index !== undefined) return { file: index, status: 200 };
    const bare = name.slice(0, -1);
    return files.has(bare) || files.has(`${bare}.html`) ? slashMoved(`/${bare}`) : null;
  }
  const page = files.get(`${name}.html`);
  if (page !== undefined) return { file: page, status: 200 };
  return files.has(`${name}/index.html`) ? slashMoved(`${path}/`) : null;
}

const slashMoved = (path: string): Resolved => ({ to: encodePath(path), status: 308, isElsewhere: false });

function applyRules(site: CompiledSite, path: string, isForced: boolean): Resolved | Rewrite | null {
  for (const rule of site.redirects) {
    if (rule.isForced !== isForced) continue;
    const places = rule.match(path);
    if (places !== null) return follow(rule, places);
  }
  return null;
}

function follow(
  { to, status }: CompiledRedirect,
  places: Readonly<Record<string, string>>,
): Resolved | Rewrite {
  if (status === 200 || status === 404 || status === 410) {
    return { rewrite: oneSlash(fill(to, places, (text) => text)).split(/[?#]/, 1)[0] ?? "/", status };
  }
  const filled = fill(to, places, encodePath);
  const isElsewhere = !to.startsWith("/");
  return { to: isElsewhere ? filled : oneSlash(filled), status, isElsewhere };
}

/** Two slashes in front would name another host. */
const oneSlash = (path: string) => path.replace(/^\/+/, "/");

const fill = (
  to: string,
  places: Readonly<Record<string, string>>,
  write: (text: string) => string,
): string =>
  to.replace(/:([A-Za-z][A-Za-z0-9_]*)/g, (whole, name: string) => {
    const text = places[name];
    return text === undefined ? whole : write(text);
  });

/** As a path is written in a URL: each part encoded, the slashes left. Never more than one of them in front. */
const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
