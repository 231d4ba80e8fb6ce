import type { Found } from "#parts/read-dropped.ts";

/** What is wrong with a choice, as far as this page can tell; the API has the last word. */
export type SiteFault =
  | { readonly kind: "EMPTY" }
  | { readonly kind: "NO_INDEX"; readonly deeper: string | undefined }
  | { readonly kind: "TOO_MANY" | "TOO_MUCH" }
  | { readonly kind: "TOO_LARGE"; readonly path: string };

/** What would be deployed, what is left out of it, and why it cannot be. */
export type SiteFiles = {
  readonly files: readonly Found[];
  readonly skipped: readonly string[];
  readonly sizeBytes: number;
  readonly fault: SiteFault | undefined;
};

const FILES_MAX = 10_000;
const FILE_BYTES_MAX = 50 * 1024 * 1024;
const TOTAL_BYTES_MAX = 500 * 1024 * 1024;
const ENTRYPOINT = "index.html";

/** As the API reads an archive: a folder that holds all is left away, and names that begin with a dot are not published. */
export function siteFilesOf(found: readonly Found[]): SiteFiles {
  const top = commonFolder(found);
  const placed = found.map(({ path, file }) => ({ path: path.slice(top.length).normalize("NFC"), file }));
  const files = placed.filter(({ path }) => !isHidden(path));
  const skipped = placed.filter(({ path }) => isHidden(path)).map(({ path }) => path);
  const sizeBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  return { files, skipped, sizeBytes, fault: faultOf(files, sizeBytes) };
}

function commonFolder(found: readonly Found[]): string {
  const [folder, ...rest] = found[0]?.path.split("/") ?? [];
  const top = rest.length === 0 ? "" : `${folder}/`;
  return found.every(({ path }) => path.startsWith(top)) ? top : "";
}

const isHidden = (path: string) =>
  path.split("/").some((part) => part.startsWith(".") && part !== ".well-known");

function faultOf(files: readonly Found[], sizeBytes: number): SiteFault | undefined {
  if (files.length === 0) return { kind: "EMPTY" };
  if (files.length > FILES_MAX) return { kind: "TOO_MANY" };
  const large = files.find(({ file }) => file.size > FILE_BYTES_MAX);
  if (large !== undefined) return { kind: "TOO_LARGE", path: large.path };
  if (sizeBytes > TOTAL_BYTES_MAX) return { kind: "TOO_MUCH" };
  if (files.some(({ path }) => path === ENTRYPOINT)) return undefined;
  const deeper = files.find(({ path }) => path.endsWith(`/${ENTRYPOINT}`))?.path;
  return { kind: "NO_INDEX", deeper: deeper?.slice(0, -ENTRYPOINT.length) };
}
