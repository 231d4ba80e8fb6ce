import type { AnalyticsQuery } from "./analytics-query.ts";
import { bothRangesSql, IS_NOW } from "./choice-sql.ts";
import { COUNTED_AS } from "./metrics.ts";
import {
  isCountedAs,
  type Overview,
  type OverviewRow,
  type Part,
  previousName,
  READ_AT_ONCE,
  START,
  startsOf,
} from "./overview.ts";
import { type VisitorCounting, visitorsSql } from "./visitors-sql.ts";

/**
 * Totals and series, where nothing else is asked for. What the events count as is one more thing to group by, and told apart here:
 * most of what a small handle's question takes is to plan it, and this is the shortest there is.
 */
export function buildSeries(query: AnalyticsQuery): Overview {
  const { from, previous } = query;
  const isCompared = previous !== undefined;
  const choice = bothRangesSql(query);
  const keys = isCompared ? "metric, isNow" : "metric";
  const sqlOf = (counting: VisitorCounting) => `select ${START},
  metric,${isCompared ? `\n  ${IS_NOW} as isNow,` : ""}
  count() as events,
  ${visitorsSql[counting]("visitorHash", isCountedAs("visitors"))} as visitors
from events
where ${choice.sql}
group by grouping sets ((${keys}), (${keys}, start))
${READ_AT_ONCE}`;
  return {
    sqlOf,
    params: {
      ...choice.params,
      points: startsOf(query),
      ...(isCompared && { since: from }),
    },
    parts: 2,
    read: toParts,
  };
}

function toParts(answered: readonly OverviewRow[]): ReadonlyMap<Part, readonly OverviewRow[]> {
  const inIntervals = answered.filter((row) => !isOfAll(row));
  const starts = Map.groupBy(inIntervals, ({ start }) => Number(start));
  return new Map<Part, readonly OverviewRow[]>([
    ["totals", [counted(answered.filter(isOfAll))]],
    ["series", [...starts].map(([start, rows]) => ({ ...counted(rows), start }))],
  ]);
}

function counted(rows: readonly OverviewRow[]): OverviewRow {
  const sums: Record<string, number> = {};
  for (const row of rows) {
    const isNow = Number(row["isNow"] ?? 1) === 1;
    for (const metric of COUNTED_AS[String(row["metric"])] ?? []) {
      const name = isNow ? metric : previousName(metric);
      sums[name] = (sums[name] ?? 0) + Number(row[metric === "visitors" ? "visitors" : "events"]);
    }
  }
  return sums;
}

/** No interval begins at 0. */
const isOfAll = ({ start }: OverviewRow): boolean => Number(start) === 0;
