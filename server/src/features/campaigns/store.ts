import type { Reader, Tx } from "#platform/database/database.ts";
import type { Campaign, CampaignFields } from "./campaign.ts";

type CampaignRow = {
  readonly handle_id: string;
  readonly campaign_id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly goal_type: CampaignFields["goalType"];
  readonly status: CampaignFields["status"];
  readonly primary_slug: string;
  readonly conversion_event: string;
  readonly tracking_template_key: string | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
};
type CampaignTables = { readonly campaigns: CampaignRow };

type Filter = {
  readonly status?: CampaignFields["status"] | undefined;
  readonly goalType?: CampaignFields["goalType"] | undefined;
};

/** In the order of ids, from the one after `after` on. */
export async function listCampaigns(
  read: Reader,
  handleId: string,
  { status, goalType }: Filter,
  after: string | undefined,
  limit: number,
): Promise<Campaign[]> {
  let campaigns = campaignsOf(read, handleId).where("deleted_at", "is", null);
  if (status !== undefined) campaigns = campaigns.where("status", "=", status);
  if (goalType !== undefined) campaigns = campaigns.where("goal_type", "=", goalType);
  if (after !== undefined) campaigns = campaigns.where("campaign_id", ">", after);
  const rows = await campaigns.selectAll().orderBy("campaign_id").limit(limit).execute();
  return rows.map(toCampaign);
}

export async function findCampaign(
  read: Reader,
  handleId: string,
  campaignId: string,
): Promise<Campaign | undefined> {
  const row = await campaignsOf(read, handleId)
    .selectAll()
    .where("campaign_id", "=", campaignId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && toCampaign(row);
}

/** The campaign whose primary link has this slug; of several the newest. */
export async function findCampaignOfSlug(
  read: Reader,
  handleId: string,
  slug: string,
): Promise<string | undefined> {
  const row = await campaignsOf(read, handleId)
    .select("campaign_id")
    .where("primary_slug", "=", slug)
    .where("deleted_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("campaign_id")
    .limit(1)
    .executeTakeFirst();
  return row?.campaign_id;
}

/** Zero where the id has never been used. Versions go on counting after a deletion. */
export async function findLastVersion(read: Reader, handleId: string, campaignId: string): Promise<number> {
  const row = await campaignsOf(read, handleId)
    .select("version")
    .where("campaign_id", "=", campaignId)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function saveCampaign(tx: Tx, handleId: string, campaign: Campaign): Promise<void> {
  const row: CampaignRow = {
    handle_id: handleId,
    campaign_id: campaign.campaignId,
    name: campaign.name,
    description: campaign.description,
    goal_type: campaign.goalType,
    status: campaign.status,
    primary_slug: campaign.primarySlug,
    conversion_event: campaign.conversionEvent,
    tracking_template_key: campaign.trackingTemplateKey,
    version: campaign.version,
    created_at: campaign.createdAt.getTime(),
    updated_at: campaign.updatedAt.getTime(),
    deleted_at: null,
  };
  await tx
    .$extendTables<CampaignTables>()
    .insertInto("campaigns")
    .values(row)
    .onConflict((taken) => taken.columns(["handle_id", "campaign_id"]).doUpdateSet(row))
    .execute();
}

/** The row stays, without being a campaign: its version is what a later one of this id goes on from. */
export async function markDeleted(
  tx: Tx,
  handleId: string,
  campaignId: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<CampaignTables>()
    .updateTable("campaigns")
    .set({ version, deleted_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("campaign_id", "=", campaignId)
    .execute();
}

const campaignsOf = (read: Reader, handleId: string) =>
  read.$extendTables<CampaignTables>().selectFrom("campaigns").where("handle_id", "=", handleId);

const toCampaign = (row: CampaignRow): Campaign => ({
  campaignId: row.campaign_id,
  name: row.name,
  description: row.description,
  goalType: row.goal_type,
  status: row.status,
  primarySlug: row.primary_slug,
  conversionEvent: row.conversion_event,
  trackingTemplateKey: row.tracking_template_key,
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});
