import { AppError } from "#kernel/errors.ts";
import { contentTypeOf } from "#platform/sites/content-type.ts";
import type { SiteManifest } from "#platform/sites/site-manifest.ts";
import { isHiddenPath, readSitePath } from "#platform/sites/site-path.ts";
import { DEPLOYMENT_LIMITS, ENTRYPOINT, missingEntrypoint } from "./deployment.ts";

/** A file that a deployment is to have. */
export type PlannedFile = {
  readonly path: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** `null` where whoever announced it did not say. */
  readonly sha256: string | null;
};

export type AnnouncedFile = {
  readonly path: string;
  readonly contentType?: string | undefined;
  readonly sizeBytes: number;
  readonly sha256?: string | undefined;
};

const DETAILS_MAX = 20;

/** The files under their one spelling; throws 400 that names every path at fault, and two files of the same path. */
export function readFiles(files: readonly AnnouncedFile[]): readonly PlannedFile[] {
  const details: { path: string; message: string }[] = [];
  const planned = new Map<string, PlannedFile>();
  for (const [at, { path: written, contentType, sizeBytes, sha256 = null }] of files.entries()) {
    const read = readSitePath(written);
    const fault = "fault" in read ? read.fault : faultOf(read.path, planned);
    if (fault !== undefined) details.push({ path: `files.${at}.path`, message: fault });
    if ("fault" in read) continue;
    const { path } = read;
    planned.set(path, { path, contentType: contentType ?? contentTypeOf(path), sizeBytes, sha256 });
  }
  const [first] = details;
  if (first === undefined) return [...planned.values()];
  const message = `${first.path}: ${first.message}`;
  throw new AppError("invalid_payload", message, { details: { details: details.slice(0, DETAILS_MAX) } });
}

function faultOf(path: string, planned: ReadonlyMap<string, unknown>): string | undefined {
  if (planned.has(path)) return "Two files have this path.";
  return isHiddenPath(path)
    ? "Names that begin with a dot are not published, .well-known excepted."
    : undefined;
}

/** The files of a base that are taken over: those that are neither replaced nor removed. Throws 400 for a path it has not. */
export function takeOver(
  base: SiteManifest,
  files: readonly PlannedFile[],
  remove: readonly string[],
): readonly PlannedFile[] {
  const left = new Map(base.files);
  for (const [at, path] of remove.entries()) {
    if (left.delete(path.normalize("NFC"))) continue;
    const message = `remove.${at}: The base deployment has no such file.`;
    throw new AppError("invalid_payload", message, {
      details: { details: [{ path: `remove.${at}`, message }] },
    });
  }
  for (const { path } of files) left.delete(path);
  return [...left].map(([path, { contentType, uploaded, ...served }]) => {
    const { sha256, sizeBytes } = uploaded ?? served;
    return { path, contentType, sha256, sizeBytes };
  });
}

/** Throws what the API documents for a site that has no front page, too many files or too much in them. */
export function requireSite(files: readonly Pick<PlannedFile, "path" | "sizeBytes">[]): void {
  const { filesMax, totalBytesMax } = DEPLOYMENT_LIMITS;
  if (files.length > filesMax) throw tooLarge(`A deployment has at most ${filesMax} files.`);
  if (bytesOf(files) > totalBytesMax)
    throw tooLarge(`The files of a deployment have at most ${totalBytesMax} bytes.`);
  if (!files.some(({ path }) => path === ENTRYPOINT)) throw missingEntrypoint();
}

export const bytesOf = (files: readonly Pick<PlannedFile, "sizeBytes">[]): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

const tooLarge = (message: string) => new AppError("payload_too_large", message);
