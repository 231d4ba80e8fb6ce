import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { claimBlobs } from "#platform/blobs/claim-blobs.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { isCompressible } from "#platform/sites/content-type.ts";
import { findManifest } from "#platform/sites/find-site.ts";
import { blobsOf, type SiteFile, type SiteManifest } from "#platform/sites/site-manifest.ts";
import * as contract from "./contract.ts";
import { ownerOf } from "./deployment.ts";
import { saveManifest } from "./manifest-store.ts";
import { type DeploymentKey, findUncompressed, saveCompressed } from "./sweep-store.ts";

const COMPRESSOR = { kind: "system", job: "deployments.compress" } as const;
const BYTES_MIN = 1024;
const BYTES_MAX = 10 * 1024 * 1024;
/** What saves less than a tenth is not worth a second copy. */
const WORTH_IT = 0.9;

type Codings = NonNullable<SiteFile["codings"]>;

const compressors = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
};

/** Compresses what was deployed since, once for all requests. Until then it is served as it is. */
export async function compressDeployments(deps: ControlDeps, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const key = await findUncompressed(deps.db.read);
    if (key === undefined) return;
    await compressOne(deps, key, stop);
  }
}

async function compressOne(deps: ControlDeps, key: DeploymentKey, stop: AbortSignal): Promise<void> {
  const { handleId, deploymentId } = key;
  const manifest = await findManifest(deps.db.read, handleId, deploymentId);
  const made = new Map<string, Codings>();
  for (const [, file] of manifest?.files ?? []) {
    if (stop.aborted) return;
    if (isWorthTrying(file) && !made.has(file.sha256)) made.set(file.sha256, await compress(deps, file));
  }
  await mutate(deps, COMPRESSOR, contract.completeSiteDeployment, async (tx, now) => {
    const current = await findManifest(readerOf(tx), handleId, deploymentId);
    await saveCompressed(tx, key, now);
    if (current === undefined || made.size === 0) return { result: undefined, audit: null };
    const next = withCodings(current, made);
    await claimBlobs(tx, ownerOf(handleId, deploymentId), blobsOf(next), now);
    await saveManifest(tx, handleId, deploymentId, next);
    return { result: undefined, audit: null, manifests: [key] };
  });
}

const isWorthTrying = ({ codings, contentType, sizeBytes }: SiteFile): boolean =>
  codings === undefined && sizeBytes >= BYTES_MIN && sizeBytes <= BYTES_MAX && isCompressible(contentType);

async function compress(deps: ControlDeps, { sha256, sizeBytes }: SiteFile): Promise<Codings> {
  const opened = await deps.blobs.open(sha256);
  if (opened === undefined) return {};
  const bytes = await buffer(opened.body);
  const codings: { -readonly [K in keyof Codings]: Codings[K] } = {};
  for (const coding of ["br", "gzip"] as const) {
    const packed = await compressors[coding](bytes);
    if (packed.length > sizeBytes * WORTH_IT) continue;
    codings[coding] = await keepBlob(deps, Readable.from([packed]), { maxBytes: packed.length });
  }
  return codings;
}

const withCodings = (manifest: SiteManifest, made: ReadonlyMap<string, Codings>): SiteManifest => ({
  ...manifest,
  files: manifest.files.map(([path, file]) => {
    const codings = made.get(file.sha256);
    return [path, codings === undefined ? file : { ...file, codings }];
  }),
});
