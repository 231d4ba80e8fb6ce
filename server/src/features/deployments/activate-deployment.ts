import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Deployment, isComplete, summaryOf } from "./deployment.ts";
import { getDeployment } from "./get-deployment.ts";
import { activateIn } from "./settle.ts";

/** After the answer no request is served what was active before. Activating what is served already changes nothing. */
export function activateDeployment(
  deps: ControlDeps,
  actor: HandleActor,
  deploymentId: string,
  ifMatch: number | undefined,
): Promise<Deployment> {
  const { handleId } = actor;
  return mutate<Deployment>(deps, actor, contract.activateSiteDeployment, async (tx, now) => {
    const before = await getDeployment(readerOf(tx), handleId, deploymentId);
    requireVersion("deployment", before, ifMatch);
    if (before.status === "ACTIVE") return { result: before, audit: null };
    if (!isComplete(before)) throw new AppError("conflict", "The deployment is not complete.");
    const { deployment, outcome } = await activateIn(tx, handleId, before, now);
    return {
      ...outcome,
      result: deployment,
      audit: { action: "site_deployment.activate", target: deploymentId, details: summaryOf(deployment) },
    };
  });
}
