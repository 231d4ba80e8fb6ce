import { describe, expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/public/handles/acme/analytics";
const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.*"]);

const visitor = (n: number) => n.toString(16).padStart(32, "0");
const sale: Partial<VisitEvent> = {
  kind: "conversion",
  status: 0,
  value: "19.99",
  currency: "EUR",
  name: "sale",
};

// The clock of a test stands at the beginning of 2026.
await analytics.record([
  visitEvent("2025-12-30T23:30:00Z", { visitor: visitor(1), country: "DE", slug: "launch" }),
  visitEvent("2025-12-31T10:00:00Z", { visitor: visitor(1), country: "DE", slug: "launch" }),
  visitEvent("2025-12-31T10:00:01Z", {
    visitor: visitor(2),
    country: "US",
    slug: "docs",
    utmSource: "x' or 1=1 --",
  }),
  visitEvent("2025-12-31T10:00:02Z", { visitor: visitor(3), country: "US", slug: "launch", bot: "ua" }),
  visitEvent("2025-12-31T10:00:03Z", { visitor: visitor(4), country: "FR", slug: "launch", bot: "head" }),
  visitEvent("2025-12-31T11:00:00Z", sale),
  visitEvent("2025-12-31T11:00:01Z", { ...sale, value: "0.02" }),
  visitEvent("2025-12-31T11:00:02Z", { ...sale, value: "5", currency: "USD" }),
  visitEvent("2025-12-31T11:00:03Z", { ...sale, value: "0", currency: "" }),
  visitEvent("2025-12-31T12:00:00Z", { kind: "orphan", slug: "nowhere", status: 404 }),
  visitEvent("2025-12-31T10:00:00Z", { handleId: "hdl_other", visitor: visitor(9) }),
  visitEvent("2025-11-01T10:00:00Z", { visitor: visitor(5) }),
]);

type Body = {
  totals: Record<string, unknown>;
  series: { at: string; clicks: number }[];
  groups: { keys: Record<string, string>; clicks: number; visitors: number }[];
};
const ask = async (query = "") => (await reader.get(`${PATH}${query}`)).body as Body;

test("totals are those of the last thirty days, of this handle alone, and tell people from bots", async () => {
  expect(await ask()).toMatchObject({
    handle: "acme",
    totals: {
      clicks: 5,
      qualifiedClicks: 3,
      botClicks: 2,
      visitors: 2,
      conversions: 4,
      impressions: 0,
      conversionRate: 4 / 3,
      revenue: [
        { currency: "EUR", value: 20.01 },
        { currency: "USD", value: 5 },
      ],
    },
  });
});

test("the funnel goes from clicks to money", async () => {
  expect(await ask("?funnel=true")).toMatchObject({
    funnel: {
      steps: [
        { name: "clicks", count: 5, rate: 1 },
        { name: "qualifiedClicks", count: 3, rate: 0.6 },
        { name: "conversions", count: 4, rate: 0.8 },
        { name: "revenue", count: 3, rate: 0.6 },
      ],
    },
  });
  expect(await ask()).not.toHaveProperty("funnel");
});

test("the series has every interval, and a day is a day of the zone that was asked for", async () => {
  const { series } = await ask("?from=2025-12-30&to=2026-01-01");
  expect(series.map(({ at, clicks }) => [at, clicks])).toEqual([
    ["2025-12-30T00:00:00.000Z", 1],
    ["2025-12-31T00:00:00.000Z", 4],
    ["2026-01-01T00:00:00.000Z", 0],
  ]);
  const berlin = await ask("?from=2025-12-31&to=2025-12-31&tz=Europe/Berlin");
  expect(berlin.series.map(({ at, clicks }) => [at, clicks])).toEqual([["2025-12-30T23:00:00.000Z", 5]]);
});

test.each(["hour", "day", "week", "month"])("a series by %s adds up to the totals", async (interval) => {
  const { totals, series } = await ask(
    `?interval=${interval}&from=2025-12-01&to=2025-12-31&tz=America/New_York`,
  );
  expect(series.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(totals["clicks"]);
});

test("groups come largest first and add up to the totals", async () => {
  const { groups } = await ask("?groupBy=country");
  expect(groups.map(({ keys, clicks, visitors }) => [keys["country"], clicks, visitors])).toEqual([
    ["DE", 2, 1],
    ["US", 2, 1],
    ["FR", 1, 0],
  ]);
});

test.each([
  "day",
  "slug",
  "country",
  "device",
  "referrer",
  "campaign",
  "source",
  "browser",
  "os",
  "language",
  "variant",
  "utmSource",
  "utmMedium",
  "utmCampaign",
])("groups by %s add up to the totals", async (dimension) => {
  const { totals, groups } = await ask(`?groupBy=${dimension}`);
  expect(groups.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(totals["clicks"]);
});

test("filters narrow, several values are any of them, and a hostile one is a value like any other", async () => {
  expect((await ask("?slug=docs")).totals["clicks"]).toBe(1);
  expect((await ask("?country=US,FR")).totals["clicks"]).toBe(3);
  expect((await ask("?includeBots=false")).totals).toMatchObject({ clicks: 3, botClicks: 0 });
  for (const hostile of ["' or 1=1 --", "\\'", "{handleId:String}", "%27)"]) {
    expect((await ask(`?slug=${encodeURIComponent(hostile)}`)).totals["clicks"]).toBe(0);
  }
});

test("another handle's events are nobody else's", async () => {
  const foreign = await control.token(["analytics.read"], { handle: "other" });
  const { body } = await foreign.get("/v2/public/handles/other/analytics");
  expect((body as Body).totals).toMatchObject({ clicks: 1, visitors: 1 });
});

test.each([
  ["an unknown parameter", "?fnnel=true", "fnnel"],
  ["a dimension that is none", "?groupBy=visitor", "groupBy"],
  ["a zone that is none", "?tz=Mars", "tz"],
  ["a moment that is none", "?from=yesterday", "from"],
  ["a day that is in no calendar", "?from=2026-02-30", "from"],
  ["a range that ends before it begins", "?from=2025-12-31&to=2025-12-01", "from"],
  ["too many points", "?from=2001-01-01&interval=hour", "interval"],
  ["a limit past the end", "?limit=1001", "limit"],
])("%s is refused with its path", async (_, query, path) => {
  expect(await reader.get(PATH + query)).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path }] },
  });
});

test("who is refused for a moment is told which forms there are", async () => {
  const { body } = await reader.get(`${PATH}?to=30.04.2026`);
  expect((body as { readonly message: string }).message).toBe(
    "to: is neither a day such as 2026-05-01 nor a moment such as 2026-05-01T10:00:00Z",
  );
});

describe("freshness", () => {
  test.each([
    ["everything is counted", null, "FRESH", "2026-01-01T00:00:00.000Z"],
    ["something waits for a moment", Date.parse("2025-12-31T23:59:58Z"), "FRESH", "2025-12-31T23:59:58.000Z"],
    ["something waits for too long", Date.parse("2025-12-31T23:54:59Z"), "STALE", "2025-12-31T23:54:59.000Z"],
    ["it cannot be known", undefined, "UNKNOWN", null],
  ])("when %s", async (_, oldestUnshippedAt, status, lastUpdatedAt) => {
    const override = { askWarehouse: async () => [], oldestUnshippedAt: () => oldestUnshippedAt };
    await using late = await startControl({ override });
    const { body } = await (await late.token(["analytics.read"])).get(PATH);
    expect(body).toMatchObject({ freshness: { status, lastUpdatedAt, slaMinutes: 5 } });
  });

  test.each([
    ["2025-12-31T23:59:58.000Z", null, "FRESH", "2025-12-31T23:59:58.000Z"],
    ["2025-12-31T23:54:59.000Z", null, "STALE", "2025-12-31T23:54:59.000Z"],
    ["2025-12-31T23:54:59.000Z", "2025-12-31T23:50:00.000Z", "STALE", "2025-12-31T23:50:00.000Z"],
    ["2025-12-31T23:54:59.000Z", undefined, "UNKNOWN", null],
  ])(
    "when an event of %s has committed and the log waits since %s",
    async (at, since, status, lastUpdatedAt) => {
      const oldestUnshippedAt = () => (since ? Date.parse(since) : (since as null | undefined));
      await using late = await startControl({
        override: { askWarehouse: async () => [], oldestUnshippedAt },
      });
      await late.rows(`insert into pending_visits values ('${newId("evt", Date.parse(at))}', '{}', null)`);
      const { body } = await (await late.token(["analytics.read"])).get(PATH);
      expect(body).toMatchObject({ freshness: { status, lastUpdatedAt } });
    },
  );
});

test("while the warehouse is away the answer is 503 and says when to try again", async () => {
  const askWarehouse = () => Promise.reject(new AppError("unavailable", "Away.", { retryAfterSeconds: 5 }));
  await using away = await startControl({ override: { askWarehouse } });
  const answer = await (await away.token(["analytics.read"])).get(PATH);
  expect(answer).toMatchObject({ status: 503, body: { error: "unavailable" } });
  expect(answer.headers.get("retry-after")).toBe("5");
});
