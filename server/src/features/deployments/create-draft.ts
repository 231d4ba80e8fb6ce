import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Deployment, UPLOAD_MS } from "./deployment.ts";
import { newDeployment, requireRoom } from "./new-deployment.ts";
import { saveDeployment } from "./store.ts";

/** Something to talk about and to give files later. Without any it is given up after six hours. */
export function createDraft(
  deps: ControlDeps,
  actor: HandleActor,
  note: string,
  activate: boolean,
): Promise<Deployment> {
  return mutate<Deployment>(deps, actor, contract.createSiteDeployment, async (tx, now) => {
    await requireRoom(readerOf(tx), actor.handleId);
    const deployment = {
      ...newDeployment(actor, "DRAFT", { commitMessage: note, activate }, now),
      expiresAt: new Date(now.getTime() + UPLOAD_MS),
    };
    await saveDeployment(tx, actor.handleId, deployment);
    return {
      result: deployment,
      audit: {
        action: "site_deployment.create",
        target: deployment.deploymentId,
        details: { status: "DRAFT" },
      },
    };
  });
}
