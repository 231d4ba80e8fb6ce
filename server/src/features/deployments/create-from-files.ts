import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { findManifest } from "#platform/sites/find-site.ts";
import type { SiteManifest } from "#platform/sites/site-manifest.ts";
import { completeDeployment } from "./complete-deployment.ts";
import * as contract from "./contract.ts";
import { type DeploymentOptions, newDeployment, requireRoom } from "./new-deployment.ts";
import { type AnnouncedFile, readFiles, requireSite, takeOver } from "./plan.ts";
import { type Planned, storePlan } from "./store-plan.ts";

type FromFiles = {
  readonly files: readonly AnnouncedFile[];
  readonly baseDeploymentId: string | undefined;
  readonly remove: readonly string[];
  readonly options: DeploymentOptions;
};

/** A deployment that waits for those of its files which the handle has not stored; where it has all, it is complete. */
export async function createFromFiles(
  deps: ControlDeps,
  actor: HandleActor,
  { files: announced, baseDeploymentId, remove, options }: FromFiles,
): Promise<Planned> {
  const { handleId } = actor;
  const own = readFiles(announced);
  const base = baseDeploymentId === undefined ? undefined : await getBase(deps, handleId, baseDeploymentId);
  const files = [...own, ...(base === undefined ? [] : takeOver(base, own, remove))];
  requireSite(files);
  const planned = await mutate<Planned>(deps, actor, contract.createSiteDeployment, async (tx, now) => {
    await requireRoom(readerOf(tx), handleId);
    const fresh = {
      ...newDeployment(actor, "FILES", options, now),
      baseDeploymentId: baseDeploymentId ?? null,
    };
    const result = await storePlan(tx, handleId, fresh, files, now);
    const { deploymentId, fileCount } = result.deployment;
    const details = { status: "UPLOADING", fileCount, missing: result.uploads.length };
    return { result, audit: { action: "site_deployment.create", target: deploymentId, details } };
  });
  if (planned.uploads.length > 0) return planned;
  const { deploymentId } = planned.deployment;
  return { deployment: await completeDeployment(deps, actor, deploymentId, undefined), uploads: [] };
}

async function getBase({ db }: ControlDeps, handleId: string, deploymentId: string): Promise<SiteManifest> {
  const manifest = await findManifest(db.read, handleId, deploymentId);
  if (manifest !== undefined) return manifest;
  throw new AppError("invalid_payload", "baseDeploymentId: There is no such complete deployment.");
}
