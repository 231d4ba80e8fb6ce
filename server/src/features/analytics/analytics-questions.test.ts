import { expect, test } from "vitest";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";

const PATH = "/v2/public/handles/acme/analytics";
const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.read"]);
const owner = await control.member("OWNER");

const conversion = (at: string, differences: Partial<VisitEvent> = {}) =>
  visitEvent(at, {
    kind: "conversion",
    status: 0,
    visitor: "",
    country: "",
    device: "",
    source: "",
    ...differences,
  });

// The clock of a test stands at the beginning of 2026.
await analytics.record([
  // Last week: ten clicks of spring, half of them from Germany, two of them bots.
  ...Array.from({ length: 10 }, (_, index) =>
    visitEvent(`2025-12-30T10:00:0${index}Z`, {
      visitor: `visitor ${index}`,
      country: index % 2 === 0 ? "DE" : "US",
      campaign: "spring",
      bot: index < 2 ? "ua" : "",
      segments: index < 4 ? ["new", "vip"] : [],
    }),
  ),
  // The week before: four.
  ...Array.from({ length: 4 }, (_, index) =>
    visitEvent(`2025-12-23T10:00:0${index}Z`, {
      country: "DE",
      visitor: `visitor ${index}`,
      campaign: "spring",
    }),
  ),
  conversion("2025-12-23T11:00:00Z", { value: "10", currency: "EUR", campaign: "spring" }),
  conversion("2025-12-30T11:00:00Z", { value: "15", currency: "EUR", campaign: "spring" }),
]);

const ask = async (query: string) => (await reader.get(`${PATH}?${query}`)).body as Record<string, unknown>;
const WEEK = "from=2025-12-25&to=2025-12-31";

test("compared with the week before, each metric says by how much it has grown", async () => {
  expect(await ask(`${WEEK}&compare=previous&groupBy=country`)).toMatchObject({
    totals: { clicks: 10, qualifiedClicks: 8, conversions: 1 },
    compare: {
      range: { from: "2025-12-18T00:00:00.000Z", to: "2025-12-25T00:00:00.000Z" },
      totals: { clicks: 4, qualifiedClicks: 4, conversions: 1, revenue: [{ currency: "EUR", value: 10 }] },
      change: {
        clicks: 1.5,
        qualifiedClicks: 1,
        botClicks: null,
        visitors: 1,
        conversions: 0,
        conversionRate: -0.5,
        revenue: [{ currency: "EUR", value: 0.5 }],
      },
    },
    groups: [
      { keys: { country: "DE" }, clicks: 5, previous: { clicks: 4 }, change: { clicks: 0.25 } },
      { keys: { country: "US" }, clicks: 5, previous: { clicks: 0 }, change: { clicks: null } },
      { keys: { country: "" }, clicks: 0, conversions: 1, previous: { conversions: 1 } },
    ],
  });
  const alone = await ask(`${WEEK}&groupBy=country`);
  expect(alone).not.toHaveProperty("compare");
  expect(alone["groups"]).not.toContainEqual(expect.objectContaining({ previous: expect.anything() }));
});

test("two dimensions are told apart together, and breakdowns each alone in the same answer", async () => {
  const answer = await ask(`${WEEK}&groupBy=country,device&breakdowns=country,campaign,segment`);
  expect(answer["groups"]).toMatchObject([
    { keys: { country: "DE", device: "MOBILE" }, clicks: 5 },
    { keys: { country: "US", device: "MOBILE" }, clicks: 5 },
    { keys: { country: "", device: "" }, conversions: 1 },
  ]);
  expect(answer["breakdowns"]).toMatchObject({
    country: [{ keys: { country: "DE" } }, { keys: { country: "US" } }, { keys: { country: "" } }],
    campaign: [{ keys: { campaign: "spring" }, clicks: 10, conversions: 1, conversionRate: 1 / 8 }],
    segment: [
      { keys: { segment: "" }, clicks: 6 },
      { keys: { segment: "new" }, clicks: 4 },
      { keys: { segment: "vip" }, clicks: 4 },
    ],
  });
  expect(await ask(WEEK)).not.toHaveProperty("breakdowns");
});

test("filters that conversions do not know leave nothing said of how clicks converted, and those that they know do", async () => {
  const german = await ask(`${WEEK}&country=DE&funnel=true&compare=previous&groupBy=campaign`);
  expect(german).toMatchObject({
    totals: { clicks: 5, conversionRate: null },
    compare: { totals: { clicks: 4, conversionRate: null }, change: { clicks: 0.25, conversionRate: null } },
    funnel: {
      steps: [
        { name: "clicks", count: 5 },
        { name: "qualifiedClicks", count: 4, rate: 0.8 },
      ],
    },
  });
  expect(german["groups"]).toEqual([expect.not.objectContaining({ conversionRate: expect.anything() })]);
  expect(await ask(`${WEEK}&campaignId=spring&funnel=true`)).toMatchObject({
    totals: { clicks: 10, conversionRate: 1 / 8 },
    funnel: { steps: [{}, {}, { name: "conversions", count: 1 }, { name: "revenue", count: 1 }] },
  });
  const health = async (query: string) => {
    const { campaignHealth } = await ask(`${WEEK}&campaignId=spring&campaignHealth=true${query}`);
    return (campaignHealth as { checks: { name: string }[] }).checks.map(({ name }) => name);
  };
  expect(await health("")).toContain("conversions");
  expect(await health("&country=DE")).not.toContain("conversions");
});

test("a pair is another one the other way round, and of a text with itself", async () => {
  const pairs = ["email", "push"].flatMap((utmSource) =>
    ["email", "push"].map((utmMedium) => ({ utmSource, utmMedium })),
  );
  await analytics.record(
    pairs.flatMap((pair, index) =>
      Array.from({ length: 4 - index }, (_, second) => visitEvent(`2025-09-10T10:00:0${second}Z`, pair)),
    ),
  );
  const { groups } = await ask("from=2025-09-10&to=2025-09-10&groupBy=utmSource,utmMedium");
  expect(groups).toMatchObject(pairs.map((keys, index) => ({ keys, clicks: 4 - index })));
});

test("of days the latest are told, in their order", async () => {
  const days = await ask("from=2025-12-01&to=2025-12-31&groupBy=day&limit=1");
  expect(days["groups"]).toMatchObject([{ keys: { day: "2025-12-30" }, clicks: 10 }]);
  const both = await ask("from=2025-12-01&to=2025-12-31&groupBy=day");
  expect(both["groups"]).toMatchObject([{ keys: { day: "2025-12-23" } }, { keys: { day: "2025-12-30" } }]);
});

test("a filter by segment finds the visits that were in one of them, and an empty one what groups have no name for", async () => {
  for (const [filter, clicks, conversions] of [
    ["segment=vip,nobody", 4, 0],
    ["segment=nobody", 0, 0],
    ["segment=", 6, 1],
    ["segment=vip,", 10, 1],
    ["country=", 0, 1],
    ["country=DE,", 5, 1],
    ["slug=", 0, 0],
  ]) {
    const { totals } = await ask(`${WEEK}&${filter}`);
    expect(totals, `${filter}`).toMatchObject({ clicks, conversions });
  }
});

test("confidence is told with its reasons, of bots too where only persons are counted", async () => {
  const reasons = ["There were fewer than 30 qualified clicks (8)."];
  expect(await ask(`${WEEK}&confidence=true&includeBots=false`)).toMatchObject({
    totals: { botClicks: 0 },
    confidence: { score: 60, reasons },
  });
  const nothing = await ask("from=2025-06-01&to=2025-06-02&confidence=true");
  expect(nothing["confidence"]).toEqual({ score: 0, reasons: ["There was no click."] });
  expect(await ask(WEEK)).not.toHaveProperty("confidence");
  expect(await ask(WEEK)).toMatchObject({ visitorsError: 0.01 });
});

test("a campaign's health looks at what was found at the destinations of its links", async () => {
  for (const [slug, campaignId, error] of [
    ["is-up", "spring", "null"],
    ["is-down", "spring", "'timeout'"],
    ["elsewhere", "autumn", "'timeout'"],
  ]) {
    const destinationUrl = `https://example.com/${slug}`;
    const { status } = await owner.put(`/v2/handles/acme/links/${slug}`, { destinationUrl, campaignId });
    expect(status).toBe(201);
    await control.rows(
      `insert into link_health (handle_id, slug, destination_url, checked_at, error) values ('hdl_acme', '${slug}', '${destinationUrl}', 1, ${error})`,
    );
  }
  const { campaignHealth } = (await ask(`${WEEK}&campaignId=spring&campaignHealth=true`)) as {
    campaignHealth: { status: string; checks: { name: string; status: string; message: string }[] };
  };
  expect(campaignHealth.status).toBe("FAIL");
  expect(campaignHealth.checks.filter(({ status }) => status !== "PASS")).toEqual([
    {
      name: "destinations",
      status: "FAIL",
      message: "1 of 2 checked destinations failed when last looked at.",
      nextStep: expect.any(String),
    },
  ]);
  expect(await ask(`${WEEK}&campaignId=spring`)).not.toHaveProperty("campaignHealth");
});

test("variants with enough clicks are told whether they differ", async () => {
  await analytics.record(
    ["a", "b"].flatMap((variant) => [
      ...Array.from({ length: 100 }, (_, index) =>
        visitEvent("2025-10-10T10:00:00Z", { id: `evt_${variant}${index}`, variant, visitor: `${index}` }),
      ),
      // The same click again and again is one that converted.
      ...Array.from({ length: variant === "a" ? 10 : 30 }, (_, index) =>
        conversion("2025-10-10T11:00:00Z", {
          variant,
          clickId: `evt_${variant}${index % 25}`,
          sessionId: "x",
        }),
      ),
    ]),
  );
  // Of clicks that are none of the range's, and of a bot's.
  await analytics.record([
    visitEvent("2025-10-10T10:00:00Z", { id: "evt_of-a-bot", variant: "a", bot: "ua" }),
    ...["evt_of-last-week", "evt_of-last-year", "evt_of-a-bot"].map((clickId) =>
      conversion("2025-10-10T11:00:00Z", { variant: "a", clickId }),
    ),
  ]);
  const answer = await ask("from=2025-10-10&to=2025-10-10&groupBy=variant");
  expect(answer["groups"]).toMatchObject([
    { keys: { variant: "a" }, conversions: 13, conversionRate: 0.13 },
    { keys: { variant: "b" }, conversions: 30, conversionRate: 0.3 },
  ]);
  // 10 and 25 of 100: z = 2.7922.
  expect(answer["significance"]).toEqual({
    slug: "launch",
    method: "two-proportion z-test",
    baseline: "a",
    variants: [{ variant: "b", pValue: expect.closeTo(0.00524, 4), isSignificant: true }],
    note: expect.any(String),
  });
  expect(await ask("from=2025-10-10&to=2025-10-10&groupBy=slug")).not.toHaveProperty("significance");
  expect(await ask(`${WEEK}&groupBy=variant`)).not.toHaveProperty("significance");
  const mobile = "from=2025-10-10&to=2025-10-10&groupBy=variant&device=MOBILE";
  expect(await ask(mobile)).not.toHaveProperty("significance");
});

test.each([
  ["three dimensions", "groupBy=country,device,os", "groupBy"],
  ["a dimension twice", "groupBy=country,country", "groupBy"],
  ["a dimension that is none", "groupBy=country,visitor", "groupBy"],
  ["an empty dimension", "groupBy=", "groupBy"],
  [
    "nine breakdowns",
    `breakdowns=${"slug,country,device,referrer,source,segment,variant,browser,os"}`,
    "breakdowns",
  ],
  ["a breakdown that is none", "breakdowns=metadata", "breakdowns"],
  ["one step", "steps=click", "steps"],
  ["a step that is none", "steps=click,purchase", "steps"],
  ["a window past its end", "steps=click,lead&window=91d", "window"],
  ["a window around nothing", "window=7d", "window"],
  ["another comparison", "compare=year", "compare"],
  ["the health of no campaign", "campaignHealth=true", "campaignHealth"],
  ["the health of an empty campaign", "campaignHealth=true&campaignId=", "campaignHealth"],
  ["the health of two campaigns", "campaignHealth=true&campaignId=a,b", "campaignHealth"],
  ["a zone that is none", "tz=Mars/Olympus&groupBy=day", "tz"],
  ["a zone that no calendar is kept in", "tz=SystemV/AST4", "tz"],
])("%s is refused with its path, before the warehouse is asked", async (_, query, path) => {
  expect(await reader.get(`${PATH}?${query}`)).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path, message: expect.any(String) }] },
  });
});
