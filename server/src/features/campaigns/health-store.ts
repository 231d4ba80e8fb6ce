import type { HealthStatus } from "#features/analytics/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";

type HealthTables = {
  readonly campaigns: {
    readonly handle_id: string;
    readonly campaign_id: string;
    readonly status: string;
    readonly deleted_at: number | null;
  };
  readonly campaign_health: {
    readonly handle_id: string;
    readonly campaign_id: string;
    readonly status: HealthStatus;
    readonly since: number;
    readonly candidate: HealthStatus | null;
    readonly checked_at: number;
  };
};

/** How an active campaign was when it was last looked at; `candidate` is another status, found once. Epoch milliseconds. */
export type KeptHealth = {
  readonly status: HealthStatus;
  readonly since: number;
  readonly candidate: HealthStatus | null;
  readonly checkedAt: number;
};

export async function findHealth(
  read: Reader,
  handleId: string,
  campaignId: string,
): Promise<KeptHealth | undefined> {
  return (await findHealths(read, handleId, [campaignId])).get(campaignId);
}

/** Those of many campaigns by their ids; one that was never looked at is missing. */
export async function findHealths(
  read: Reader,
  handleId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, KeptHealth>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await read
    .$extendTables<HealthTables>()
    .selectFrom("campaign_health")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("campaign_id", "in", campaignIds)
    .execute();
  return new Map(
    rows.map(({ campaign_id, status, since, candidate, checked_at }) => [
      campaign_id,
      { status, since, candidate, checkedAt: checked_at },
    ]),
  );
}

export async function saveHealth(
  tx: Tx,
  handleId: string,
  campaignId: string,
  { status, since, candidate, checkedAt }: KeptHealth,
): Promise<void> {
  const row = { status, since, candidate, checked_at: checkedAt };
  await tx
    .$extendTables<HealthTables>()
    .insertInto("campaign_health")
    .values({ handle_id: handleId, campaign_id: campaignId, ...row })
    .onConflict((taken) => taken.columns(["handle_id", "campaign_id"]).doUpdateSet(row))
    .execute();
}

export async function removeHealth(tx: Tx, handleId: string, campaignId: string): Promise<void> {
  await tx
    .$extendTables<HealthTables>()
    .deleteFrom("campaign_health")
    .where("handle_id", "=", handleId)
    .where("campaign_id", "=", campaignId)
    .execute();
}

/** Active campaigns that were not looked at since `before`, the longest ago first. */
export async function listUnchecked(
  read: Reader,
  before: number,
  limit: number,
): Promise<readonly { readonly handleId: string; readonly campaignId: string }[]> {
  const rows = await read
    .$extendTables<HealthTables>()
    .selectFrom("campaigns")
    .leftJoin("campaign_health", (on) =>
      on
        .onRef("campaign_health.handle_id", "=", "campaigns.handle_id")
        .onRef("campaign_health.campaign_id", "=", "campaigns.campaign_id"),
    )
    .select(["campaigns.handle_id", "campaigns.campaign_id"])
    .where("campaigns.status", "=", "ACTIVE")
    .where("campaigns.deleted_at", "is", null)
    .where(({ fn, val }) => fn.coalesce("campaign_health.checked_at", val(0)), "<=", before)
    .orderBy(({ fn, val }) => fn.coalesce("campaign_health.checked_at", val(0)))
    .orderBy("campaigns.handle_id")
    .orderBy("campaigns.campaign_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ handleId: row.handle_id, campaignId: row.campaign_id }));
}
