import { AppError } from "#kernel/errors.ts";
import { claimBlobs } from "#platform/blobs/claim-blobs.ts";
import { heldBlobs } from "#platform/blobs/held-blobs.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import { changed, type Deployment, ownerOf, UPLOAD_MS } from "./deployment.ts";
import { listBlobSizes } from "./manifest-store.ts";
import { bytesOf, type PlannedFile } from "./plan.ts";
import { saveDeployment, savePlan } from "./store.ts";
import { insertUploads, type Upload } from "./upload-store.ts";

export type Planned = { readonly deployment: Deployment; readonly uploads: readonly Upload[] };

/**
 * Writes down which files a deployment is to have. What the handle has stored is claimed at once, and stays; all else must
 * be sent, also what somebody else has stored: a hash alone proves nothing, and the answer must not tell who has what.
 */
export async function storePlan(
  tx: Tx,
  handleId: string,
  before: Deployment,
  files: readonly PlannedFile[],
  now: Date,
): Promise<Planned> {
  const read = readerOf(tx);
  const hashes = files.flatMap(({ sha256 }) => sha256 ?? []);
  const held = await heldBlobs(read, handleId, hashes);
  requireSizes(files, held, await listBlobSizes(read, [...held]));
  await claimBlobs(tx, ownerOf(handleId, before.deploymentId), held, now);
  const uploads: Upload[] = [];
  const plan: PlannedFile[] = [];
  const awaited = new Set<string>();
  for (const file of files) {
    const { sha256 } = file;
    // Of files with the same content one is sent.
    const isThere = sha256 !== null && (held.has(sha256) || awaited.has(`${sha256} ${file.sizeBytes}`));
    if (isThere) plan.push(file);
    else uploads.push({ ...file, number: uploads.length, storedSha256: null });
    if (sha256 !== null) awaited.add(`${sha256} ${file.sizeBytes}`);
  }
  const deployment = changed(
    before,
    {
      status: "UPLOADING",
      fileCount: files.length,
      sizeBytes: bytesOf(files),
      expiresAt: new Date(now.getTime() + UPLOAD_MS),
    },
    now,
  );
  await saveDeployment(tx, handleId, deployment);
  await savePlan(tx, handleId, deployment.deploymentId, plan);
  await insertUploads(tx, deployment.deploymentId, uploads);
  return { deployment, uploads };
}

/** What is announced with a known hash has a known size; any other would be served with a wrong one. */
function requireSizes(
  files: readonly PlannedFile[],
  held: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number>,
): void {
  for (const { path, sha256, sizeBytes } of files) {
    if (sha256 === null || !held.has(sha256) || sizes.get(sha256) === sizeBytes) continue;
    throw new AppError("invalid_payload", `${path}: sizeBytes and sha256 are not of the same content.`);
  }
}
