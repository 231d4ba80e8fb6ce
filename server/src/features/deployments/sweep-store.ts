import type { HandleTables } from "#features/handles/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { DeploymentTables } from "./store.ts";

export type DeploymentKey = { readonly handleId: string; readonly deploymentId: string };

/** Those whose missing files did not come in time. */
export async function listExpired(read: Reader, now: number, limit: number): Promise<DeploymentKey[]> {
  const rows = await read
    .$extendTables<DeploymentTables>()
    .selectFrom("site_deployments")
    .select(["handle_id", "deployment_id"])
    .where("expires_at", "<=", now)
    .limit(limit)
    .execute();
  return rows.map(toKey);
}

/** Handles that have more than `kept` deployments which are neither served nor waited for. */
export async function listFull(read: Reader, kept: number): Promise<string[]> {
  const rows = await read
    .$extendTables<DeploymentTables>()
    .selectFrom("site_deployments")
    .select("handle_id")
    .where("status", "in", ["READY", "SUPERSEDED", "FAILED"])
    .groupBy("handle_id")
    .having(({ fn }) => fn.countAll(), ">", kept)
    .execute();
  return rows.map(({ handle_id }) => handle_id);
}

/** All of those but the `kept` newest. */
export async function listOld(read: Reader, handleId: string, kept: number): Promise<DeploymentKey[]> {
  const rows = await read
    .$extendTables<DeploymentTables>()
    .selectFrom("site_deployments")
    .select(["handle_id", "deployment_id"])
    .where("handle_id", "=", handleId)
    .where("status", "in", ["READY", "SUPERSEDED", "FAILED"])
    .orderBy("deployment_id", "desc")
    .execute();
  return rows.slice(kept).map(toKey);
}

/** Of handles that are deleted. */
export async function listOrphaned(read: Reader, limit: number): Promise<DeploymentKey[]> {
  const rows = await read
    .$extendTables<DeploymentTables & HandleTables>()
    .selectFrom("site_deployments")
    .innerJoin("handles", "handles.handle_id", "site_deployments.handle_id")
    .select(["site_deployments.handle_id", "site_deployments.deployment_id"])
    .where("handles.deleted_at", "is not", null)
    .limit(limit)
    .execute();
  return rows.map(toKey);
}

/** The oldest that can be served and has not been compressed. */
export async function findUncompressed(read: Reader): Promise<DeploymentKey | undefined> {
  const row = await read
    .$extendTables<DeploymentTables>()
    .selectFrom("site_deployments")
    .select(["handle_id", "deployment_id"])
    .where("compressed_at", "is", null)
    .where("expires_at", "is", null)
    .where("status", "in", ["READY", "ACTIVE", "SUPERSEDED"])
    .orderBy("deployment_id")
    .limit(1)
    .executeTakeFirst();
  return row && toKey(row);
}

export async function saveCompressed(
  tx: Tx,
  { handleId, deploymentId }: DeploymentKey,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<DeploymentTables>()
    .updateTable("site_deployments")
    .set({ compressed_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("deployment_id", "=", deploymentId)
    .execute();
}

const toKey = (row: { readonly handle_id: string; readonly deployment_id: string }): DeploymentKey => ({
  handleId: row.handle_id,
  deploymentId: row.deployment_id,
});
