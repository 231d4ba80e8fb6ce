import { hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Coding } from "#platform/documents/coding-for.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};
const SUFFIXES = { br: ".br", gzip: ".gz" } as const;

/** One file of the build, with the forms in which it lies on disk. */
export type BuiltFile = {
  readonly type: string;
  readonly etag: string;
  readonly forms: Readonly<Partial<Record<Coding, string>>>;
};

type Build = {
  readonly page: string;
  readonly files: ReadonlyMap<string, BuiltFile>;
  readonly builtAt: number;
};

/**
 * What lies in the folder of the built dashboard, read when first asked and again after each build; `undefined` while there
 * is none. Only names that were found there can be asked for, so no path leads out of it.
 */
export function createDashboardBuild(folder: string): () => Promise<Build | undefined> {
  let known: Build | undefined;
  return async () => {
    try {
      // Written last, so what can be read is whole.
      const { mtimeMs } = await stat(join(folder, ".sources"));
      if (known?.builtAt !== mtimeMs) known = await readBuild(folder, mtimeMs);
    } catch {
      known = undefined;
    }
    return known;
  };
}

async function readBuild(folder: string, builtAt: number): Promise<Build> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const present = new Set(paths);
  const files = new Map<string, BuiltFile>();
  for (const path of paths) {
    const type = TYPES[extname(path)];
    const name = path.slice(folder.length + 1);
    if (type === undefined || name === "index.html") continue;
    const packed = Object.entries(SUFFIXES)
      .filter(([, suffix]) => present.has(path + suffix))
      .map(([coding, suffix]) => [coding, path + suffix]);
    const forms = { identity: path, ...Object.fromEntries(packed) };
    files.set(name, { type, etag: `"${hash("sha256", `${name}${builtAt}`).slice(0, 24)}"`, forms });
  }
  return { page: await readFile(join(folder, "index.html"), "utf8"), files, builtAt };
}
