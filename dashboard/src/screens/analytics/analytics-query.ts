import type { paths } from "@switchyard/sdk";
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

/** A filter takes several values with commas between; here it is always one. */
const oneValue = (text: string) => text.replaceAll(/[\\,]/g, "\\$&");

/** The events that the screen is about. */
export const askedOf = (search: AnalyticsSearch) => ({
  ...askedRange(search, new Date()),
  ...Object.fromEntries(
    FILTERS.flatMap((key) => (search[key] === undefined ? [] : [[key, oneValue(search[key])]])),
  ),
  tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
  includeBots: search.bots ? ("true" as const) : ("false" as const),
});

/** What the whole screen shows, in one question: totals and their change, the series, breakdowns, funnel and freshness. */
export const analyticsQuery = (handle: string, search: AnalyticsSearch) =>
  optionsOf(handle, {
    ...askedOf(search),
    breakdowns: BREAKDOWNS.join(","),
    limit: 10,
    compare: "previous",
    funnel: "true",
    confidence: "true",
    ...(search.campaignId ? { campaignHealth: "true" as const } : {}),
  });

/** There are fewer. */
const COUNTRIES_MAX = 300;

/** Every country, where the first question has the first ten. */
export const countriesQuery = (handle: string, search: AnalyticsSearch) =>
  optionsOf(handle, { ...askedOf(search), breakdowns: "country", limit: COUNTRIES_MAX });

type Question = NonNullable<paths["/v2/handles/{handle}/analytics"]["get"]["parameters"]["query"]>;

const optionsOf = (handle: string, query: Question) =>
  queryOptions({
    queryKey: ["analytics", handle, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/analytics", { params: { path: { handle }, query }, signal })),
  });
