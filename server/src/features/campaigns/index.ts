export { checkCampaigns } from "./check-campaigns.ts";
export { campaignOperations } from "./routes.ts";
export { findCampaign, findCampaignOfSlug } from "./store.ts";
