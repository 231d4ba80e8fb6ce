import type { AnalyticsQuery } from "@switchyard/server/src/features/analytics/analytics-query.ts";
import { buildFunnel } from "@switchyard/server/src/features/analytics/build-funnel.ts";
import {
  buildOverview,
  buildSegmentGroups,
} from "@switchyard/server/src/features/analytics/build-overview.ts";
import type { Statement } from "@switchyard/server/src/features/analytics/statement.ts";
import type { Warehouse } from "@switchyard/server/src/warehouse/warehouse.ts";
import { clicksIn, handleOf, type Question, type Range } from "./analytics-peer.ts";

const WEEK_MS = 7 * 86_400_000;

/** The statement that the product itself would send. */
function statementOf(question: Question, range: Range): Statement {
  const query: AnalyticsQuery = {
    handleId: handleOf(question, range),
    from: range.from,
    to: range.to,
    filters: {},
    includeBots: true,
    interval: "day",
    tz: "UTC",
    groupBy: [],
    breakdowns: [],
    limit: question === "top links" ? 10 : 100,
    previousFrom: undefined,
    funnel: undefined,
    hasQuality: false,
  };
  switch (question) {
    case "top links":
      return buildSegmentGroups(query, [["slug"]]);
    case "country × device":
      return buildSegmentGroups(query, [["country", "device"]]);
    case "three-step funnel":
      return buildFunnel(query, {
        steps: [
          { kind: "click", name: undefined },
          { kind: "signal", name: "view" },
          { kind: "conversion", name: undefined },
        ],
        windowMs: WEEK_MS,
      });
    default:
      return buildOverview(query, []); // With the totals, which peers are not asked for.
  }
}

/** Of each question the number that must be the same everywhere. */
export async function askWarehouse(warehouse: Warehouse, question: Question, range: Range): Promise<number> {
  const { sql, params } = statementOf(question, range);
  const rows = await warehouse.query<Record<string, number | string>>(sql, params);
  if (question === "three-step funnel") {
    return rows.reduce((sum, row) => sum + Number(row["step2"]) + Number(row["step3"]), 0);
  }
  const isTotals = (row: Record<string, number | string>) =>
    question.startsWith("series") && row["part"] !== 0;
  return clicksIn(rows.filter((row) => !isTotals(row)));
}
