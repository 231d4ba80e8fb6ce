import type { AnalyticsQuery, EventChoice } from "#features/analytics/analytics-query.ts";

/** For tests and benches: a question about a range that asks for nothing else. */
export const plainQuery = (range: Pick<EventChoice, "handleId" | "from" | "to">): AnalyticsQuery => ({
  ...range,
  filters: {},
  includeBots: true,
  interval: "day",
  tz: "UTC",
  groupBy: [],
  breakdowns: [],
  limit: 10,
  previous: undefined,
  funnel: undefined,
  hasQuality: false,
});
