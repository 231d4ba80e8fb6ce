import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { type AnalyticsQuery, parseRange, parseTimeZone } from "./analytics-query.ts";
import * as contract from "./contract.ts";
import { freshnessOf } from "./freshness.ts";
import { getAnalytics } from "./get-analytics.ts";
import { presentAnalytics } from "./present-analytics.ts";

export const analyticsOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.getAnalytics, async ({ actor, query: asked }) => {
    const now = deps.clock.now();
    const tz = parseTimeZone(asked.tz);
    const { interval, groupBy, includeBots, limit, campaignId, slug, country, device, referrer, source } =
      asked;
    const query: AnalyticsQuery = {
      handleId: actor.handleId,
      ...parseRange(asked.from, asked.to, tz, interval, now),
      interval,
      tz,
      groupBy,
      filters: filled({ slug, campaign: campaignId, country, device, referrer, source }),
      includeBots,
      limit,
    };
    // Read first: what was unshipped before the question may be missing from its answer.
    const freshness = freshnessOf(deps.oldestUnshippedAt(), now);
    const analytics = await getAnalytics(deps, query, actor.signal);
    const options = { handle: actor.handle, hasFunnel: asked.funnel, freshness };
    return { status: 200, body: presentAnalytics(query, analytics, options) };
  }),
];

function filled<T extends object>(filters: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as never;
}
