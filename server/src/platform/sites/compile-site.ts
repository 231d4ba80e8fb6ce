import type { RedirectRule } from "./parse-redirects.ts";
import { compilePattern, type PathPattern } from "./path-pattern.ts";
import { isRulesPath, type SiteFile, type SiteManifest } from "./site-manifest.ts";

/** A manifest as it is asked: one lookup for a file, and the rules ready to be matched. */
export type CompiledSite = {
  readonly files: ReadonlyMap<string, ServedFile>;
  readonly redirects: readonly CompiledRedirect[];
  readonly headers: readonly CompiledHeaders[];
  readonly notFound: ServedFile | undefined;
};

/** `path` is where it lies in the site. */
export type ServedFile = SiteFile & { readonly path: string };
export type CompiledRedirect = RedirectRule & { readonly match: PathPattern };
type CompiledHeaders = {
  readonly match: PathPattern;
  readonly headers: readonly (readonly [string, string])[];
};

export function compileSite(manifest: SiteManifest): CompiledSite {
  const files = new Map<string, ServedFile>();
  for (const [path, file] of manifest.files) if (!isRulesPath(path)) files.set(path, { ...file, path });
  return {
    files,
    redirects: manifest.redirects.map((rule) => ({ ...rule, match: compilePattern(rule.from) })),
    headers: manifest.headers.map(({ path, headers }) => ({ match: compilePattern(path), headers })),
    notFound: files.get("404.html"),
  };
}
