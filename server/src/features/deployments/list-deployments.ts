import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Deployment } from "./deployment.ts";
import { listDeployments as listRows } from "./store.ts";

/** Newest first: ids sort by time. */
export async function listDeployments(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  before: string | undefined,
  limit: number,
): Promise<Page<Deployment>> {
  const rows = await listRows(db.read, handleId, before, limit + 1);
  return toPage(rows, limit, ({ deploymentId }) => [deploymentId]);
}
