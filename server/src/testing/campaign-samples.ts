import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const link = { destinationUrl: "https://example.com/" };

async function demoCampaign(owner: Client, handle: string): Promise<string> {
  const { status } = await owner.get(`/v2/handles/${handle}/campaigns/demo`);
  const body = { goalType: "LEAD_CAPTURE", primaryLink: link };
  if (status === 404) await owner.put(`/v2/handles/${handle}/campaigns/demo`, body);
  return "/campaigns/demo";
}

const structure = {
  detailsPageSlug: "details",
  structureType: "LANDING",
  schema: { title: "Details", blocks: [{ type: "divider" }] },
};

async function demoStructure(owner: Client, handle: string): Promise<string> {
  await owner.put(`/v2/handles/${handle}/site-structure/campaigns/demo`, structure);
  return "/site-structure/campaigns/demo";
}

let count = 0;

/** The part of `SAMPLES` that is about campaigns and their pages. */
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
    getSiteStructureSchema: async () => ({ path: "/v2/public/site-structure/schema", status: 200 }),
    getSiteStructure: async (...who) => ({ path: await demoStructure(...who), status: 200 }),
    // Under an id of another length than the others': the tenancy test makes it at home too, where they must not be.
    putSiteStructure: async (owner, handle) => {
      const path = "/site-structure/campaigns/replaced";
      await owner.put(`/v2/handles/${handle}${path}`, structure);
      return { path, body: structure, status: 200 };
    },
    publishSiteStructure: async (...who) => ({ path: `${await demoStructure(...who)}/publish`, status: 200 }),
    listSiteStructureVersions: async (...who) => ({
      path: `${await demoStructure(...who)}/versions`,
      status: 200,
    }),
    rollbackSiteStructure: async (...who) => ({
      path: `${await demoStructure(...who)}/rollback`,
      body: { version: 1 },
      status: 200,
    }),
    testCampaignConversion: async (...who) => ({
      path: `${await demoCampaign(...who)}/test-conversion`,
      status: 202,
    }),
  };
