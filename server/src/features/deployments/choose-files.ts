import { AppError } from "#kernel/errors.ts";
import type { ArchiveFile } from "#platform/archives/archive.ts";
import { isHiddenPath, readSitePath } from "#platform/sites/site-path.ts";
import { ENTRYPOINT } from "./deployment.ts";
import { requireSite } from "./plan.ts";

export type Chosen = {
  /** By the path in the archive: the path in the site. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
};

const SHOWN_MAX = 20;

/**
 * Which files of an archive become the site. What nobody means to publish is left out, and so is a folder that holds all
 * the others; a path that could lead anywhere else, and two files of the same path, refuse the whole.
 */
export function chooseFiles(files: readonly ArchiveFile[]): Chosen {
  const sized = new Map<string, number>();
  const written = new Map<string, string>();
  const hidden: string[] = [];
  for (const { path: raw, sizeBytes } of files) {
    const read = readSitePath(raw.startsWith("./") ? raw.slice(2) : raw);
    if ("fault" in read) throw refused(raw, read.fault);
    if (sized.has(read.path)) throw refused(raw, "Two files have this path.");
    if (isHiddenPath(read.path)) hidden.push(read.path);
    else {
      sized.set(read.path, sizeBytes);
      written.set(raw, read.path);
    }
  }
  const top = topFolder([...sized.keys()]);
  requireSite([...sized].map(([path, sizeBytes]) => ({ path: path.slice(top.length), sizeBytes })));
  const shown = hidden.slice(0, SHOWN_MAX).join(", ");
  return {
    chosen: new Map([...written].map(([raw, path]) => [raw, path.slice(top.length)])),
    warnings: hidden.length === 0 ? [] : [`Names that begin with a dot are not published: ${shown}.`],
  };
}

/** `dist/`, where everything is in it, the front page too; else nothing. */
function topFolder(paths: readonly string[]): string {
  const [first = ""] = paths;
  const top = first.slice(0, first.indexOf("/") + 1);
  const isAround = top !== "" && paths.every((path) => path.startsWith(top));
  return isAround && paths.includes(top + ENTRYPOINT) ? top : "";
}

const refused = (path: string, fault: string) =>
  new AppError("invalid_payload", `${shorten(path)}: ${fault}`, {
    details: { details: [{ path: shorten(path), message: fault }] },
  });

const shorten = (path: string) => path.toWellFormed().replaceAll("\0", "").slice(0, 200);
