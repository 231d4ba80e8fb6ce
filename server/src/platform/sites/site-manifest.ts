import type { HeaderRule } from "./parse-headers.ts";
import type { RedirectRule } from "./parse-redirects.ts";

/** Bytes in the blob store. */
export type SiteBlob = { readonly sha256: string; readonly sizeBytes: number };

/** The same file in fewer bytes, for whoever says that they can read it. */
export type Coding = "br" | "gzip";

export type SiteFile = SiteBlob & {
  readonly contentType: string;
  /** What was uploaded, where what is served differs: a page into which the SDK was put. */
  readonly uploaded?: SiteBlob;
  readonly codings?: Readonly<Partial<Record<Coding, SiteBlob>>>;
};

/** A whole deployment, as it is stored: it never changes, but that codings of the same content are added to it. */
export type SiteManifest = {
  readonly files: ReadonlyArray<readonly [path: string, file: SiteFile]>;
  readonly redirects: readonly RedirectRule[];
  readonly headers: readonly HeaderRule[];
};

/** All the blobs that a manifest needs. */
export function blobsOf({ files }: SiteManifest): ReadonlySet<string> {
  const all = new Set<string>();
  for (const [, { sha256, uploaded, codings = {} }] of files) {
    all.add(sha256);
    if (uploaded !== undefined) all.add(uploaded.sha256);
    for (const coding of Object.values(codings)) all.add(coding.sha256);
  }
  return all;
}

export const REDIRECTS_PATH = "_redirects";
export const HEADERS_PATH = "_headers";

/** Rules about the site, which are no part of it. */
export const isRulesPath = (path: string): boolean => path === REDIRECTS_PATH || path === HEADERS_PATH;
