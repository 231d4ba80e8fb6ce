import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { releaseBlobs } from "#platform/blobs/release-blobs.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { ownerOf, summaryOf } from "./deployment.ts";
import { getDeployment } from "./get-deployment.ts";
import { deleteRows } from "./store.ts";
import { deleteUploads } from "./upload-store.ts";

/** From the answer on nothing shows it. Its files go, where nothing else of the handle has them. */
export function deleteDeployment(
  deps: ControlDeps,
  actor: HandleActor,
  deploymentId: string,
  ifMatch: number | undefined,
): Promise<void> {
  const { handleId } = actor;
  return mutate(deps, actor, contract.deleteSiteDeployment, async (tx, now) => {
    const before = await getDeployment(readerOf(tx), handleId, deploymentId);
    requireVersion("deployment", before, ifMatch);
    if (before.status === "ACTIVE") {
      throw new AppError("conflict", "The deployment is being served. Activate another one first.");
    }
    await deleteRows(tx, handleId, deploymentId);
    await deleteUploads(tx, deploymentId);
    await releaseBlobs(tx, ownerOf(handleId, deploymentId), now);
    return {
      result: undefined,
      audit: { action: "site_deployment.delete", target: deploymentId, details: summaryOf(before) },
      manifests: [{ handleId, deploymentId }],
    };
  });
}
