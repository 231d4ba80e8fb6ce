import type { Reader } from "#platform/database/database.ts";

/** How many destinations of a campaign's links have been looked at, and how many of those failed. */
export type CampaignLinks = { readonly checked: number; readonly failing: number };

type CampaignTables = {
  readonly links: {
    readonly handle_id: string;
    readonly slug: string;
    readonly destination_url: string;
    readonly campaign_id: string | null;
    readonly enabled: number;
  };
  readonly link_health: {
    readonly handle_id: string;
    readonly slug: string;
    readonly destination_url: string | null;
    readonly error: string | null;
  };
};

/** Of links that are switched on, and by what was found at the destination that they have now. */
export async function countCampaignLinks(
  read: Reader,
  handleId: string,
  campaignId: string,
): Promise<CampaignLinks> {
  const counted = await read
    .$extendTables<CampaignTables>()
    .selectFrom("links")
    .innerJoin("link_health", (on) =>
      on
        .onRef("link_health.handle_id", "=", "links.handle_id")
        .onRef("link_health.slug", "=", "links.slug")
        .onRef("link_health.destination_url", "=", "links.destination_url"),
    )
    .select(({ fn }) => [fn.countAll().as("checked"), fn.count("link_health.error").as("failing")])
    .where("links.handle_id", "=", handleId)
    .where("links.campaign_id", "=", campaignId)
    .where("links.enabled", "=", 1)
    .executeTakeFirst();
  return { checked: Number(counted?.checked ?? 0), failing: Number(counted?.failing ?? 0) };
}
