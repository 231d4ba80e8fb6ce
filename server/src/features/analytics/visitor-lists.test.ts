import { afterAll, expect, test } from "vitest";
import type { AskWarehouse } from "#platform/deps.ts";
import { plainQuery } from "#testing/plain-query.ts";
import { startAnalytics, visitEvent } from "#testing/start-analytics.ts";
import type { AnalyticsQuery } from "./analytics-query.ts";
import { askOverview } from "./ask-overview.ts";
import { buildOverview } from "./build-overview.ts";
import type { Grouping } from "./overview.ts";
import { VisitorLists } from "./visitor-lists.ts";

const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());
await analytics.record([
  ...Array.from({ length: 3 }, (_, index) =>
    visitEvent(`2026-01-0${index + 1}T10:00:00Z`, { visitor: `visitor ${index}` }),
  ),
  visitEvent("2026-01-01T10:00:00Z", { handleId: "hdl_another" }),
]);

const MONTH = plainQuery({ handleId: "hdl_acme", from: Date.UTC(2026, 0), to: Date.UTC(2026, 1) });
const DAY = { ...MONTH, to: Date.UTC(2026, 0, 2) };
const BY_SLUG: readonly Grouping[] = [["slug"]];
const never = new AbortController().signal;

/** Asks with these lists, and tells how visitors were counted, attempt by attempt. */
function asking(visitorLists: VisitorLists) {
  const attempts: string[] = [];
  const askWarehouse: AskWarehouse = (sql, ...rest) => {
    attempts.push(sql.includes("groupArrayIf") ? "listed" : "estimated");
    return analytics.askWarehouse(sql, ...rest);
  };
  return async (query: AnalyticsQuery, groupings: readonly Grouping[] = []) => {
    const overview = buildOverview(query, groupings);
    const rows = await askOverview({ askWarehouse, visitorLists }, query, overview, never);
    return { visitors: Number(rows.get("totals")?.[0]?.["visitors"]), attempts: attempts.splice(0) };
  };
}

test("visitors are listed where there is memory for it", async () => {
  const ask = asking(new VisitorLists());
  expect(await ask(MONTH)).toEqual({ visitors: 3, attempts: ["listed"] });
  expect(await ask(MONTH, BY_SLUG)).toEqual({ visitors: 3, attempts: ["listed"] });
});

test("where there is not they are estimated, and nothing as large is tried again", async () => {
  const ask = asking(new VisitorLists(1));
  expect(await ask(MONTH)).toEqual({ visitors: 3, attempts: ["listed", "estimated"] });
  expect(await ask(MONTH)).toEqual({ visitors: 3, attempts: ["estimated"] });
  expect(await ask(MONTH, BY_SLUG)).toEqual({ visitors: 3, attempts: ["estimated"] });
  expect(await ask(DAY), "which is shorter").toEqual({ visitors: 1, attempts: ["listed", "estimated"] });
  expect(await ask(DAY)).toEqual({ visitors: 1, attempts: ["estimated"] });
  expect(await ask({ ...MONTH, handleId: "hdl_another" })).toEqual({
    visitors: 1,
    attempts: ["listed", "estimated"],
  });
});

test("any other refusal is the caller's to see", async () => {
  const visitorLists = new VisitorLists();
  const refused = new Error("no");
  const askWarehouse: AskWarehouse = () => Promise.reject(refused);
  const asked = askOverview({ askWarehouse, visitorLists }, MONTH, buildOverview(MONTH, []), never);
  await expect(asked).rejects.toBe(refused);
  expect(visitorLists.mayBeListed(MONTH, 2)).toBe(true);
});
