import type { Reader, Tx } from "#platform/database/database.ts";
import type { Deployment } from "./deployment.ts";
import type { PlannedFile } from "./plan.ts";

type DeploymentRow = {
  readonly handle_id: string;
  readonly deployment_id: string;
  readonly status: Deployment["status"];
  readonly source: Deployment["source"];
  readonly commit_message: string | null;
  readonly activate: number;
  readonly base_deployment_id: string | null;
  readonly file_count: number;
  readonly size_bytes: number;
  readonly warnings: string;
  readonly failure: string | null;
  readonly created_by: string;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly activated_at: number | null;
  readonly expires_at: number | null;
};
export type DeploymentTables = {
  readonly site_deployments: DeploymentRow & {
    readonly plan: string | null;
    readonly compressed_at: number | null;
  };
  readonly site_modes: { readonly handle_id: string; readonly version: number; readonly updated_at: number };
};

const COLUMNS = [
  ...(["handle_id", "deployment_id", "status", "source", "commit_message", "activate"] as const),
  ...(["base_deployment_id", "file_count", "size_bytes", "warnings", "failure", "created_by"] as const),
  ...(["version", "created_at", "updated_at", "activated_at", "expires_at"] as const),
] as const;

export async function findDeployment(
  read: Reader,
  handleId: string,
  deploymentId: string,
): Promise<Deployment | undefined> {
  const row = await deploymentsOf(read, handleId)
    .select(COLUMNS)
    .where("deployment_id", "=", deploymentId)
    .executeTakeFirst();
  return row && toDeployment(row);
}

/** Newest first, those before `before`. */
export async function listDeployments(
  read: Reader,
  handleId: string,
  before: string | undefined,
  limit: number,
): Promise<Deployment[]> {
  const all = deploymentsOf(read, handleId).select(COLUMNS).orderBy("deployment_id", "desc").limit(limit);
  const rows = await (before === undefined ? all : all.where("deployment_id", "<", before)).execute();
  return rows.map(toDeployment);
}

export async function countUnfinished(read: Reader, handleId: string): Promise<number> {
  const { count } = await deploymentsOf(read, handleId)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("status", "in", ["DRAFT", "UPLOADING"])
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Inserts, or replaces all but the plan and the date of compression. */
export async function saveDeployment(tx: Tx, handleId: string, deployment: Deployment): Promise<void> {
  const row = toRow(handleId, deployment);
  await tx
    .$extendTables<DeploymentTables>()
    .insertInto("site_deployments")
    .values({ ...row, plan: null, compressed_at: null })
    .onConflict((taken) => taken.columns(["handle_id", "deployment_id"]).doUpdateSet(row))
    .execute();
}

/** `null`: there is nothing to wait for any more. */
export async function savePlan(
  tx: Tx,
  handleId: string,
  deploymentId: string,
  plan: readonly PlannedFile[] | null,
): Promise<void> {
  await tx
    .$extendTables<DeploymentTables>()
    .updateTable("site_deployments")
    .set({ plan: plan && JSON.stringify(plan) })
    .where("handle_id", "=", handleId)
    .where("deployment_id", "=", deploymentId)
    .execute();
}

/** The files that need not be sent; none where nothing was planned. */
export async function findPlan(
  read: Reader,
  handleId: string,
  deploymentId: string,
): Promise<readonly PlannedFile[]> {
  const row = await deploymentsOf(read, handleId)
    .select("plan")
    .where("deployment_id", "=", deploymentId)
    .executeTakeFirst();
  return row?.plan ? JSON.parse(row.plan) : [];
}

/** Its row, its manifest and what it was to get. */
export async function deleteRows(tx: Tx, handleId: string, deploymentId: string): Promise<void> {
  await tx
    .$extendTables<DeploymentTables>()
    .deleteFrom("site_deployments")
    .where("handle_id", "=", handleId)
    .where("deployment_id", "=", deploymentId)
    .execute();
  await tx
    .deleteFrom("site_manifests")
    .where("handle_id", "=", handleId)
    .where("deployment_id", "=", deploymentId)
    .execute();
}

/** Zero where nobody has chosen one. */
export async function findModeVersion(read: Reader, handleId: string): Promise<number> {
  const row = await read
    .$extendTables<DeploymentTables>()
    .selectFrom("site_modes")
    .select("version")
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function saveModeVersion(tx: Tx, handleId: string, version: number, now: Date): Promise<void> {
  const row = { version, updated_at: now.getTime() };
  await tx
    .$extendTables<DeploymentTables>()
    .insertInto("site_modes")
    .values({ handle_id: handleId, ...row })
    .onConflict((taken) => taken.column("handle_id").doUpdateSet(row))
    .execute();
}

const deploymentsOf = (read: Reader, handleId: string) =>
  read.$extendTables<DeploymentTables>().selectFrom("site_deployments").where("handle_id", "=", handleId);

const toRow = (handleId: string, deployment: Deployment): DeploymentRow => ({
  handle_id: handleId,
  deployment_id: deployment.deploymentId,
  status: deployment.status,
  source: deployment.source,
  commit_message: deployment.commitMessage,
  activate: Number(deployment.activate),
  base_deployment_id: deployment.baseDeploymentId,
  file_count: deployment.fileCount,
  size_bytes: deployment.sizeBytes,
  warnings: JSON.stringify(deployment.warnings),
  failure: deployment.failure,
  created_by: deployment.createdBy,
  version: deployment.version,
  created_at: deployment.createdAt.getTime(),
  updated_at: deployment.updatedAt.getTime(),
  activated_at: deployment.activatedAt?.getTime() ?? null,
  expires_at: deployment.expiresAt?.getTime() ?? null,
});

const dateOf = (at: number | null) => (at === null ? null : new Date(at));

const toDeployment = (row: DeploymentRow): Deployment => ({
  deploymentId: row.deployment_id,
  status: row.status,
  source: row.source,
  commitMessage: row.commit_message,
  activate: row.activate === 1,
  baseDeploymentId: row.base_deployment_id,
  fileCount: row.file_count,
  sizeBytes: row.size_bytes,
  warnings: JSON.parse(row.warnings),
  failure: row.failure,
  createdBy: row.created_by,
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
  activatedAt: dateOf(row.activated_at),
  expiresAt: dateOf(row.expires_at),
});
