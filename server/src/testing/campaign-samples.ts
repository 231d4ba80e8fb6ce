import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const link = { destinationUrl: "https://example.com/" };

async function demoCampaign(owner: Client, handle: string): Promise<string> {
  const { status } = await owner.get(`/v2/handles/${handle}/campaigns/demo`);
  const body = { goalType: "LEAD_CAPTURE", primaryLink: link };
  if (status === 404) await owner.put(`/v2/handles/${handle}/campaigns/demo`, body);
  return "/campaigns/demo";
}

let count = 0;

/** The part of `SAMPLES` that is about campaigns. */
export const CAMPAIGN_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> =
  {
    listCampaigns: async () => ({ path: "/campaigns", status: 200 }),
    createCampaign: async () => ({
      path: "/campaigns",
      body: { campaignId: `campaign-${++count}`, goalType: "PRODUCT_SALE", primaryLink: link },
      status: 201,
    }),
    getCampaign: async (...who) => ({ path: await demoCampaign(...who), status: 200 }),
    putCampaign: async (...who) => ({
      path: await demoCampaign(...who),
      body: { name: "Demo" },
      status: 200,
    }),
    deleteCampaign: async (...who) => ({ path: await demoCampaign(...who), status: 204 }),
    getCampaignHealth: async (...who) => ({ path: `${await demoCampaign(...who)}/health`, status: 200 }),
    getCampaignAnalytics: async (...who) => ({
      path: `${await demoCampaign(...who)}/analytics`,
      status: 200,
    }),
    testCampaignConversion: async (...who) => ({
      path: `${await demoCampaign(...who)}/test-conversion`,
      status: 202,
    }),
  };
