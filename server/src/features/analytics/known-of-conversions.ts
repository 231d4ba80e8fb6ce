import type { AnalyticsQuery, Dimension } from "./analytics-query.ts";
import { activeFilters } from "./choice-sql.ts";

/** What is known of a conversion: its moment, and what its click's token says. */
const KNOWN_OF_CONVERSIONS: readonly Dimension[] = [
  ...(["day", "slug", "campaign", "variant"] as const),
  ...(["utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"] as const),
];

export const isKnownOfConversions = (dimension: Dimension): boolean =>
  KNOWN_OF_CONVERSIONS.includes(dimension);

/** Whether the filters choose conversions as they choose clicks; else nothing can be said of how the clicks converted. */
export const choosesConversions = ({ filters }: Pick<AnalyticsQuery, "filters">): boolean =>
  activeFilters(filters).every(([filter]) => isKnownOfConversions(filter));
