import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Deployment, summaryOf } from "./deployment.ts";
import { type DeploymentOptions, newDeployment } from "./new-deployment.ts";
import { prepareManifest, type StoredFile } from "./prepare-manifest.ts";
import { settle } from "./settle.ts";

type Complete = {
  readonly source: Deployment["source"];
  readonly files: readonly StoredFile[];
  readonly warnings: readonly string[];
  readonly options: DeploymentOptions;
};

/** A deployment whose files are all stored: it comes about whole, or not at all. */
export async function createComplete(
  deps: ControlDeps,
  actor: HandleActor,
  { source, files, warnings, options }: Complete,
): Promise<Deployment> {
  const { handleId } = actor;
  const prepared = await prepareManifest(deps, actor, files, null);
  return mutate<Deployment>(deps, actor, contract.createSiteDeployment, async (tx, now) => {
    const fresh = { ...newDeployment(actor, source, options, now), warnings };
    const { deployment, outcome } = await settle(tx, handleId, fresh, prepared, now);
    return {
      ...outcome,
      result: deployment,
      audit: {
        action: "site_deployment.create",
        target: deployment.deploymentId,
        details: { ...summaryOf(deployment), status: deployment.status },
      },
    };
  });
}
