import type { Site } from "#kernel/site.ts";
import { claimBlobs } from "#platform/blobs/claim-blobs.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import { findSite } from "#platform/sites/find-site.ts";
import { blobsOf } from "#platform/sites/site-manifest.ts";
import { changed, type Deployment, ownerOf, summaryOf } from "./deployment.ts";
import { saveManifest } from "./manifest-store.ts";
import type { Prepared } from "./prepare-manifest.ts";
import { findDeployment, saveDeployment, savePlan } from "./store.ts";
import { deleteUploads } from "./upload-store.ts";

/** A deployment after its change, and what must commit with it. */
export type Settled = {
  readonly deployment: Deployment;
  readonly outcome: Pick<Outcome<unknown>, "site" | "manifests" | "events">;
};

/** Everything is there: the deployment is written down as complete, and served if it is to be. */
export async function settle(
  tx: Tx,
  handleId: string,
  before: Deployment,
  { manifest, warnings }: Prepared,
  now: Date,
): Promise<Settled> {
  const { deploymentId } = before;
  await claimBlobs(tx, ownerOf(handleId, deploymentId), blobsOf(manifest), now);
  await saveManifest(tx, handleId, deploymentId, manifest);
  const fileCount = manifest.files.length;
  const sizeBytes = manifest.files.reduce(
    (sum, [, { sizeBytes: size, uploaded }]) => sum + (uploaded?.sizeBytes ?? size),
    0,
  );
  const all = [...before.warnings, ...warnings];
  const ready = changed(
    before,
    { status: "READY", fileCount, sizeBytes, warnings: all, expiresAt: null },
    now,
  );
  await saveDeployment(tx, handleId, ready);
  await savePlan(tx, handleId, deploymentId, null);
  await deleteUploads(tx, deploymentId);
  const manifests = [{ handleId, deploymentId }];
  if (!before.activate) return { deployment: ready, outcome: { manifests } };
  const { deployment, outcome } = await activateIn(tx, handleId, ready, now);
  return { deployment, outcome: { ...outcome, manifests } };
}

/** Serves this one from the commit on. The one pointer that the edge follows is all that changes for visitors. */
export async function activateIn(tx: Tx, handleId: string, before: Deployment, now: Date): Promise<Settled> {
  const read = readerOf(tx);
  const site = await findSite(read, handleId);
  const { deploymentId: servedId } = site;
  if (servedId !== null && servedId !== before.deploymentId) {
    const served = await findDeployment(read, handleId, servedId);
    if (served) await saveDeployment(tx, handleId, changed(served, { status: "SUPERSEDED" }, now));
  }
  const deployment = changed(before, { status: "ACTIVE", activatedAt: now }, now);
  await saveDeployment(tx, handleId, deployment);
  const next: Site = { ...site, deploymentId: deployment.deploymentId };
  const payload = { ...summaryOf(deployment), previousDeploymentId: servedId };
  return {
    deployment,
    outcome: { site: next, events: [{ type: "site.deployment.activated", payload }] },
  };
}
