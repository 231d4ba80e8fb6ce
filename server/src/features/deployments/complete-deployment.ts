import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Deployment, isComplete, missingEntrypoint, summaryOf } from "./deployment.ts";
import { getDeployment } from "./get-deployment.ts";
import { prepareManifest, type StoredFile } from "./prepare-manifest.ts";
import { settle } from "./settle.ts";
import { findPlan } from "./store.ts";
import { listUploads } from "./upload-store.ts";

const SHOWN_MAX = 100;

/** Throws 409 with the missing paths while there are any. Repeated it changes nothing. */
export async function completeDeployment(
  deps: ControlDeps,
  actor: HandleActor,
  deploymentId: string,
  ifMatch: number | undefined,
): Promise<Deployment> {
  const { handleId } = actor;
  const before = await getDeployment(deps.db.read, handleId, deploymentId);
  requireVersion("deployment", before, ifMatch);
  if (isComplete(before)) return before;
  requireUploading(before);
  const files = await readStored(deps.db.read, handleId, deploymentId);
  const prepared = await prepareManifest(deps, actor, files, before.baseDeploymentId);
  // Without the key of the request that it may be a part of: that one has been answered for with its own change.
  const { idempotency: _, ...completing } = actor;
  return mutate<Deployment>(deps, completing, contract.completeSiteDeployment, async (tx, now) => {
    const current = await getDeployment(readerOf(tx), handleId, deploymentId);
    // Two at once make the same of it, and one of them has.
    if (isComplete(current)) return { result: current, audit: null };
    requireUploading(current);
    const { deployment, outcome } = await settle(tx, handleId, current, prepared, now);
    const details = { ...summaryOf(deployment), status: deployment.status };
    return {
      ...outcome,
      result: deployment,
      audit: { action: "site_deployment.complete", target: deploymentId, details },
    };
  });
}

function requireUploading({ status }: Deployment): void {
  if (status === "DRAFT") throw missingEntrypoint();
  if (status !== "UPLOADING") throw new AppError("conflict", "The deployment has failed; make a new one.");
}

async function readStored(
  read: Reader,
  handleId: string,
  deploymentId: string,
): Promise<readonly StoredFile[]> {
  const uploads = await listUploads(read, deploymentId);
  const missing = uploads.filter(({ storedSha256 }) => storedSha256 === null).map(({ path }) => path);
  if (missing.length > 0) {
    throw new AppError("conflict", `${missing.length} files have not been uploaded.`, {
      details: { missing: missing.slice(0, SHOWN_MAX), missingCount: missing.length },
    });
  }
  const sent = uploads.map(({ storedSha256, ...upload }) => ({ ...upload, sha256: storedSha256 }));
  return [...(await findPlan(read, handleId, deploymentId)), ...sent].map((file) => {
    const { path, contentType, sizeBytes, sha256 } = file;
    return { path, contentType, sizeBytes, sha256: sha256 ?? "" };
  });
}
