import { expect, test } from "vitest";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";

const HOUR_MS = 3_600_000;
const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.read"]);

/** It is midnight of UTC, and nine in Tokyo. One click and one purchase each hour, until then. */
const NOW = Date.parse("2026-01-01T00:00:00Z");
await analytics.record(
  Array.from({ length: 30 * 24 }, (_, index) =>
    new Date(NOW - (index + 0.5) * HOUR_MS).toISOString(),
  ).flatMap((at) => [
    visitEvent(at, { country: "JP" }),
    visitEvent(at, { kind: "conversion", country: "", status: 0, value: "2", currency: "JPY" }),
  ]),
);
const ask = async (query: string) =>
  (await reader.get(`/v2/public/handles/acme/analytics?tz=Asia/Tokyo&compare=previous&${query}`)).body;

const SAME = { clicks: 0, qualifiedClicks: 0, conversions: 0, conversionRate: 0, revenue: [{ value: 0 }] };

test.each([
  ["alone", ""],
  ["beside groups", "&groupBy=device"],
])("steady traffic has not changed on a day that is not over, %s", async (_, more) => {
  expect(await ask(`from=2026-01-01&to=2026-01-01${more}`)).toMatchObject({
    range: { from: "2025-12-31T15:00:00.000Z", to: "2026-01-01T15:00:00.000Z" },
    totals: { clicks: 9, conversions: 9, revenue: [{ value: 18 }] },
    compare: {
      range: { from: "2025-12-30T15:00:00.000Z", to: "2025-12-31T00:00:00.001Z" },
      totals: { clicks: 9, conversions: 9, revenue: [{ value: 18 }] },
      change: SAME,
    },
  });
});

test("nor in a week of which today is the last day, in any group", async () => {
  const answer = await ask("from=2025-12-26&to=2026-01-01&groupBy=country&breakdowns=segment");
  const group = { clicks: 6 * 24 + 9, previous: { clicks: 6 * 24 + 9 }, change: { clicks: 0 } };
  expect(answer).toMatchObject({
    compare: { change: SAME },
    groups: [{ keys: { country: "JP" }, ...group }, { keys: { country: "" } }],
    breakdowns: { segment: [{ keys: { segment: "" }, ...group }] },
  });
});

test("a range that is over is compared with a whole one", async () => {
  expect(await ask("from=2025-12-31&to=2025-12-31")).toMatchObject({
    totals: { clicks: 24 },
    compare: {
      range: { from: "2025-12-29T15:00:00.000Z", to: "2025-12-30T15:00:00.000Z" },
      totals: { clicks: 24 },
      change: SAME,
    },
  });
});
