import type { AnalyticsQuery } from "./analytics-query.ts";
import type { Grouping } from "./overview.ts";

/** What is asked for by `groupBy` and `breakdowns`, each once, in that order. */
export function groupingsOf({ groupBy, breakdowns }: AnalyticsQuery): readonly Grouping[] {
  const alone = breakdowns.filter((dimension) => !(groupBy.length === 1 && groupBy[0] === dimension));
  return [...(groupBy.length === 0 ? [] : [groupBy]), ...alone.map((dimension) => [dimension])];
}

export const isBySegment = (grouping: Grouping): boolean => grouping.includes("segment");
