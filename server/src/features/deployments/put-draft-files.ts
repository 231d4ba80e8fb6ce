import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { getDeployment } from "./get-deployment.ts";
import { type AnnouncedFile, readFiles, requireSite } from "./plan.ts";
import { type Planned, storePlan } from "./store-plan.ts";

/** Says once which files a draft has. It is completed like any other, also where nothing is missing. */
export function putDraftFiles(
  deps: ControlDeps,
  actor: HandleActor,
  deploymentId: string,
  announced: readonly AnnouncedFile[],
): Promise<Planned> {
  const { handleId } = actor;
  return mutate<Planned>(deps, actor, contract.putDraftFiles, async (tx, now) => {
    const draft = await getDeployment(readerOf(tx), handleId, deploymentId);
    if (draft.status !== "DRAFT") throw new AppError("conflict", "Only a draft can be given its files.");
    const files = readFiles(announced);
    requireSite(files);
    const result = await storePlan(tx, handleId, draft, files, now);
    const details = { fileCount: result.deployment.fileCount, missing: result.uploads.length };
    return { result, audit: { action: "site_deployment.put_files", target: deploymentId, details } };
  });
}
