import { type HandleActor, nameOf } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Reader } from "#platform/database/database.ts";
import { type Deployment, UNFINISHED_MAX } from "./deployment.ts";
import { countUnfinished } from "./store.ts";

export type DeploymentOptions = {
  readonly commitMessage?: string | undefined;
  readonly activate?: boolean | undefined;
};

/** One that nothing is known of yet but who makes it, and how. */
export const newDeployment = (
  actor: HandleActor,
  source: Deployment["source"],
  { commitMessage, activate = true }: DeploymentOptions,
  now: Date,
): Deployment => ({
  deploymentId: newId("dep", now.getTime()),
  status: "DRAFT",
  source,
  commitMessage: commitMessage ?? null,
  activate,
  baseDeploymentId: null,
  fileCount: 0,
  sizeBytes: 0,
  warnings: [],
  failure: null,
  createdBy: nameOf(actor),
  version: 1,
  createdAt: now,
  updatedAt: now,
  activatedAt: null,
  expiresAt: null,
});

/** Throws 409 where too many wait for files already. */
export async function requireRoom(read: Reader, handleId: string): Promise<void> {
  const count = await countUnfinished(read, handleId);
  if (count < UNFINISHED_MAX) return;
  throw new AppError(
    "conflict",
    `${count} deployments of this handle wait for files. Complete or delete one first.`,
  );
}
