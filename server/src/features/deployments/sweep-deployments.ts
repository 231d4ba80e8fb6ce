import { releaseBlobs } from "#platform/blobs/release-blobs.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changed, KEPT_MAX, ownerOf, summaryOf } from "./deployment.ts";
import { deleteRows, findDeployment, saveDeployment, savePlan } from "./store.ts";
import { type DeploymentKey, listExpired, listFull, listOld, listOrphaned } from "./sweep-store.ts";
import { deleteUploads } from "./upload-store.ts";

const SWEEPER = { kind: "system", job: "deployments.sweep" } as const;
const BATCH = 100;

/**
 * Gives up what was never completed, and removes what nobody will miss: of each handle the fifty newest that are not served
 * stay, so that it can be rolled back to any of them. Nothing that is served is ever touched.
 */
export async function sweepDeployments(deps: ControlDeps): Promise<void> {
  const { read } = deps.db;
  for (const key of await listExpired(read, deps.clock.now().getTime(), BATCH)) await giveUp(deps, key);
  for (const key of await listOrphaned(read, BATCH)) await remove(deps, key, true);
  for (const handleId of await listFull(read, KEPT_MAX)) {
    for (const key of await listOld(read, handleId, KEPT_MAX)) await remove(deps, key, false);
  }
}

function giveUp(deps: ControlDeps, { handleId, deploymentId }: DeploymentKey): Promise<void> {
  return mutate(deps, SWEEPER, contract.completeSiteDeployment, async (tx, now) => {
    const before = await findDeployment(readerOf(tx), handleId, deploymentId);
    if (before?.expiresAt == null || before.expiresAt > now) return { result: undefined, audit: null };
    const failure = "Its files did not come in time.";
    await saveDeployment(tx, handleId, changed(before, { status: "FAILED", failure, expiresAt: null }, now));
    await savePlan(tx, handleId, deploymentId, null);
    await deleteUploads(tx, deploymentId);
    await releaseBlobs(tx, ownerOf(handleId, deploymentId), now);
    return {
      result: undefined,
      audit: { action: "site_deployment.fail", target: deploymentId, handleId, details: { failure } },
      events: [{ type: "site.deployment.failed", payload: { ...summaryOf(before), reason: failure } }],
    };
  });
}

function remove(
  deps: ControlDeps,
  { handleId, deploymentId }: DeploymentKey,
  isOrphaned: boolean,
): Promise<void> {
  return mutate(deps, SWEEPER, contract.deleteSiteDeployment, async (tx, now) => {
    const before = await findDeployment(readerOf(tx), handleId, deploymentId);
    const isServed = before?.status === "ACTIVE" && !isOrphaned;
    if (before === undefined || isServed) return { result: undefined, audit: null };
    await deleteRows(tx, handleId, deploymentId);
    await deleteUploads(tx, deploymentId);
    await releaseBlobs(tx, ownerOf(handleId, deploymentId), now);
    return {
      result: undefined,
      audit: { action: "site_deployment.delete", target: deploymentId, handleId, details: summaryOf(before) },
      manifests: [{ handleId, deploymentId }],
    };
  });
}
