import type { Reader } from "#platform/database/database.ts";
import { type Deployment, noSuchDeployment } from "./deployment.ts";
import { findDeployment } from "./store.ts";

/** Throws 404, the same for another handle's. */
export async function getDeployment(
  read: Reader,
  handleId: string,
  deploymentId: string,
): Promise<Deployment> {
  const deployment = await findDeployment(read, handleId, deploymentId);
  if (deployment === undefined) throw noSuchDeployment();
  return deployment;
}
