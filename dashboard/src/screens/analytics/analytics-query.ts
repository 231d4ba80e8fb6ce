import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { type AnalyticsSearch, FILTERS } from "./analytics-search.ts";
import { askedRange } from "./date-range.ts";

/** The breakdowns of the first screen, all in its one question. */
export const BREAKDOWNS = [
  "slug",
  "source",
  "referrer",
  "country",
  "device",
  "browser",
  "os",
  "campaign",
] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

/** What the whole screen shows, in one question: totals and their change, the series, breakdowns, funnel and freshness. */
export const analyticsQuery = (handle: string, search: AnalyticsSearch) => {
  const filters = Object.fromEntries(FILTERS.flatMap((key) => (search[key] ? [[key, search[key]]] : [])));
  const query = {
    ...askedRange(search, new Date()),
    ...filters,
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    breakdowns: BREAKDOWNS.join(","),
    limit: 10,
    compare: "previous",
    funnel: "true",
    confidence: "true",
    includeBots: search.bots ? "true" : "false",
    ...(search.campaignId ? { campaignHealth: "true" as const } : {}),
  } as const;
  return queryOptions({
    queryKey: ["analytics", handle, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/analytics", { params: { path: { handle }, query }, signal })),
  });
};
