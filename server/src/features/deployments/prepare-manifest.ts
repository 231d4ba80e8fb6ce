import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { isHtml } from "#platform/sites/content-type.ts";
import { findManifest, findSite } from "#platform/sites/find-site.ts";
import { parseHeaders } from "#platform/sites/parse-headers.ts";
import { parseRedirects } from "#platform/sites/parse-redirects.ts";
import {
  HEADERS_PATH,
  REDIRECTS_PATH,
  type SiteFile,
  type SiteManifest,
} from "#platform/sites/site-manifest.ts";
import { inParallel } from "./in-parallel.ts";
import { withSdk } from "./inject-sdk.ts";
import type { PlannedFile } from "./plan.ts";

/** A file whose bytes are stored. */
export type StoredFile = PlannedFile & { readonly sha256: string };

export type Prepared = { readonly manifest: SiteManifest; readonly warnings: readonly string[] };

/** Larger pages are served as they are. */
const PAGE_BYTES_MAX = 2 * 1024 * 1024;
const RULES_BYTES_MAX = 256 * 1024;
const AT_ONCE = 8;

/** All that can be worked out before anyone asks for the site: rules are parsed, and pages with our forms get the SDK. */
export async function prepareManifest(
  deps: ControlDeps,
  actor: Pick<HandleActor, "handleId" | "handle">,
  files: readonly StoredFile[],
  baseDeploymentId: string | null,
): Promise<Prepared> {
  const known = await findKnown(deps, actor.handleId, baseDeploymentId);
  const entries = await inParallel(AT_ONCE, files, async (file): Promise<[string, SiteFile]> => {
    const { path, contentType, sha256, sizeBytes } = file;
    const before = known.get(sha256);
    const same = before !== undefined && isHtml(before.contentType) === isHtml(contentType);
    if (same) return [path, { ...before, contentType }];
    return [path, (await preparePage(deps, actor.handle, file)) ?? { sha256, sizeBytes, contentType }];
  });
  const redirects = parseRedirects(await readRules(deps, files, REDIRECTS_PATH));
  const headers = parseHeaders(await readRules(deps, files, HEADERS_PATH));
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    manifest: { files: entries, redirects: redirects.rules, headers: headers.rules },
    warnings: [...redirects.warnings, ...headers.warnings],
  };
}

/** What was made of the same bytes before. Not of pages that were changed: the handle may have another name by now. */
async function findKnown(
  { db }: ControlDeps,
  handleId: string,
  baseDeploymentId: string | null,
): Promise<ReadonlyMap<string, SiteFile>> {
  const { deploymentId } = await findSite(db.read, handleId);
  const known = new Map<string, SiteFile>();
  for (const id of new Set([deploymentId, baseDeploymentId])) {
    const manifest = id === null ? undefined : await findManifest(db.read, handleId, id);
    for (const [, file] of manifest?.files ?? [])
      if (file.uploaded === undefined) known.set(file.sha256, file);
  }
  return known;
}

async function preparePage(
  deps: ControlDeps,
  handle: string,
  { contentType, sha256, sizeBytes }: StoredFile,
): Promise<SiteFile | undefined> {
  if (!isHtml(contentType) || sizeBytes > PAGE_BYTES_MAX) return undefined;
  const page = withSdk(await readBlob(deps, sha256), deps.addresses, handle);
  if (page === undefined) return undefined;
  const served = await keepBlob(deps, Readable.from([page]), { maxBytes: page.length });
  return { ...served, contentType, uploaded: { sha256, sizeBytes } };
}

async function readRules(deps: ControlDeps, files: readonly StoredFile[], path: string): Promise<string> {
  const file = files.find((one) => one.path === path);
  if (file === undefined) return "";
  if (file.sizeBytes > RULES_BYTES_MAX) {
    throw new AppError("payload_too_large", `${path} is larger than ${RULES_BYTES_MAX} bytes.`);
  }
  return (await readBlob(deps, file.sha256)).toString("utf8");
}

async function readBlob({ blobs }: ControlDeps, sha256: string): Promise<Buffer> {
  const opened = await blobs.open(sha256);
  if (opened === undefined)
    throw new AppError("conflict", "Some of the content is not stored. Send it again.");
  return buffer(opened.body);
}
