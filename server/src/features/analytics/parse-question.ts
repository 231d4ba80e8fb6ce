import type { z } from "@hono/zod-openapi";
import { type AnalyticsQuery, parseRange, parseTimeZone } from "./analytics-query.ts";
import type { getAnalytics } from "./contract.ts";
import { filtersOf } from "./filter-params.ts";
import { invalidQuery } from "./invalid-query.ts";
import { parseDimensions } from "./parse-dimensions.ts";
import { parseFunnel } from "./parse-funnel.ts";
import { previousRange } from "./previous-range.ts";

type Asked = z.output<typeof getAnalytics.request.query>;

/** `campaignId`: the campaign whose health is asked for. */
export type Question = {
  readonly query: AnalyticsQuery;
  readonly hasFunnel: boolean;
  readonly hasConfidence: boolean;
  readonly campaignId: string | undefined;
};

/** What a caller asks, or the 400 that says which parameter makes no sense. */
export function parseQuestion(handleId: string, asked: Asked, now: Date): Question {
  const tz = parseTimeZone(asked.tz);
  const { interval, includeBots, limit, confidence, campaignHealth } = asked;
  const range = parseRange(asked.from, asked.to, tz, interval, now);
  const [campaignId, ...others] = campaignHealth ? (asked.campaignId ?? []) : [];
  // The empty id is that of the events without a campaign, which has no health.
  if (campaignHealth && (!campaignId || others.length > 0)) {
    throw invalidQuery("campaignHealth", "is that of one campaignId");
  }
  const query: AnalyticsQuery = {
    handleId,
    ...range,
    interval,
    tz,
    groupBy: parseDimensions("groupBy", asked.groupBy, 2),
    breakdowns: parseDimensions("breakdowns", asked.breakdowns, 8),
    filters: filtersOf(asked),
    includeBots,
    limit,
    previous: asked.compare === undefined ? undefined : previousRange(range, tz, now),
    funnel: parseFunnel(asked.steps, asked.window),
    hasQuality: confidence || campaignHealth,
  };
  return { query, hasFunnel: asked.funnel, hasConfidence: confidence, campaignId };
}
