import type {
  AnalyticsQuery,
  OrderedFunnel,
} from "@switchyard/server/src/features/analytics/analytics-query.ts";
import { askOverview, type OverviewDeps } from "@switchyard/server/src/features/analytics/ask-overview.ts";
import { buildFunnel } from "@switchyard/server/src/features/analytics/build-funnel.ts";
import {
  buildOverview,
  buildSegmentGroups,
} from "@switchyard/server/src/features/analytics/build-overview.ts";
import type { Grouping } from "@switchyard/server/src/features/analytics/overview.ts";
import { VisitorLists } from "@switchyard/server/src/features/analytics/visitor-lists.ts";
import { plainQuery } from "@switchyard/server/src/testing/plain-query.ts";
import type { Warehouse } from "@switchyard/server/src/warehouse/warehouse.ts";
import { askThrough } from "@switchyard/server/src/worker.ts";
import { clicksIn, handleOf, type Question, type Range } from "./analytics-peer.ts";

const WEEK_MS = 7 * 86_400_000;

/** Asks as the product itself does, and answers of each question the number that must be the same everywhere. */
export function askingWarehouse(warehouse: Warehouse): (question: Question, range: Range) => Promise<number> {
  const deps: OverviewDeps = { askWarehouse: askThrough(warehouse), visitorLists: new VisitorLists() };
  const never = new AbortController().signal;

  async function countClicks(query: AnalyticsQuery, part: "series" | Grouping): Promise<number> {
    const overview = part === "series" ? buildOverview(query, []) : buildSegmentGroups(query, [part]);
    const rows = await askOverview(deps, query, overview, never);
    return clicksIn(rows.get(part) ?? []);
  }

  async function countSteps(query: AnalyticsQuery): Promise<number> {
    const { sql, params } = buildFunnel(query, FUNNEL);
    const rows = await deps.askWarehouse<Record<string, number | string>>(sql, params, never);
    return rows.reduce((sum, row) => sum + Number(row["step2"]) + Number(row["step3"]), 0);
  }

  return (question, range) => {
    const query = queryOf(question, range);
    switch (question) {
      case "top links":
        return countClicks(query, ["slug"]);
      case "country × device":
        return countClicks(query, ["country", "device"]);
      case "three-step funnel":
        return countSteps(query);
      default:
        return countClicks(query, "series"); // With the totals, which peers are not asked for.
    }
  };
}

const queryOf = (question: Question, range: Range): AnalyticsQuery => ({
  ...plainQuery({ handleId: handleOf(question, range), from: range.from, to: range.to }),
  limit: question === "top links" ? 10 : 100,
});

const FUNNEL: OrderedFunnel = {
  steps: [
    { kind: "click", name: undefined },
    { kind: "signal", name: "view" },
    { kind: "conversion", name: undefined },
  ],
  windowMs: WEEK_MS,
};
