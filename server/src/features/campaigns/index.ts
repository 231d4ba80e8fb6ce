export { checkCampaigns } from "./check-campaigns.ts";
export { campaignOperations } from "./routes.ts";
export { findCampaignOfSlug } from "./store.ts";
