import type { getCampaignAnalytics } from "./get-campaign-analytics.ts";

type Found = Awaited<ReturnType<typeof getCampaignAnalytics>>;

/** Clicks, and of them leads, conversions and money; each rate is of the qualified clicks. */
export function presentCampaignAnalytics(campaignId: string, { range, freshness, counts }: Found) {
  const { clicks, botClicks, leads, conversions, paid, revenue } = counts;
  const qualifiedClicks = clicks - botClicks;
  const steps = { clicks: qualifiedClicks, leads, conversions, revenue: paid };
  return {
    campaignId,
    range: { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
    totals: { clicks, qualifiedClicks, botClicks, leads, conversions, revenue: [...revenue] },
    funnel: {
      steps: Object.entries(steps).map(([name, count]) => ({
        name,
        count,
        rate: qualifiedClicks === 0 ? 0 : count / qualifiedClicks,
      })),
    },
    freshness,
  };
}
