import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { previewEnd, previewKeyOf } from "#platform/sites/preview-labels.ts";
import { isComplete } from "./deployment.ts";
import { getDeployment } from "./get-deployment.ts";

export type Preview = { readonly previewUrl: string; readonly expiresAt: Date };

const PREVIEW_MS = 86_400_000;

/** A host of its own for one deployment, whose name nobody can guess and which nothing answers to after a day. */
export async function getPreview(
  { db, clock, addresses, previews }: ControlDeps,
  { handleId, handle }: HandleActor,
  deploymentId: string,
): Promise<Preview> {
  const deployment = await getDeployment(db.read, handleId, deploymentId);
  if (!isComplete(deployment)) throw new AppError("conflict", "The deployment is not complete.");
  const until = previewEnd(clock.now().getTime(), PREVIEW_MS);
  const label = previews.make(handleId, previewKeyOf(deploymentId), until);
  return { previewUrl: `${handleOrigin(addresses, `${label}--${handle}`)}/`, expiresAt: new Date(until) };
}
