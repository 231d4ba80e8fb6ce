import { z } from "@hono/zod-openapi";
import { splitValues } from "#platform/http/split-values.ts";
import { type EventChoice, FILTERS, type Filter } from "./analytics-query.ts";

/**
 * One value or several with commas between. The empty one is a value too, so that a client whose variable is empty is not
 * told everything instead.
 */
const FilterValues = z.string().max(1000).transform(splitValues).optional();

/** The parameters by which a caller narrows what is asked about. */
export const FILTER_PARAMS = {
  slug: FilterValues,
  campaignId: FilterValues,
  country: FilterValues,
  device: FilterValues,
  referrer: FilterValues,
  source: FilterValues,
  segment: FilterValues,
  variant: FilterValues,
  browser: FilterValues,
  os: FilterValues,
  language: FilterValues,
  utmSource: FilterValues,
  utmMedium: FilterValues,
  utmCampaign: FilterValues,
  utmTerm: FilterValues,
  utmContent: FilterValues,
};

type Asked = { readonly [P in keyof typeof FILTER_PARAMS]?: readonly string[] | undefined };

/** What was asked for, by the columns of the warehouse. */
export function filtersOf(asked: Asked): EventChoice["filters"] {
  const filters: { [F in Filter]?: readonly string[] } = {};
  for (const filter of FILTERS) {
    const values = asked[filter === "campaign" ? "campaignId" : filter];
    if (values !== undefined) filters[filter] = values;
  }
  return filters;
}
