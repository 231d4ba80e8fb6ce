import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";

const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.read"]);

/** How many events of the file, clicks of its days and clicks of analytics a filter leaves. */
async function found(filter: string) {
  const headers = { authorization: `Bearer ${reader.text}` };
  const textOf = async (query: string) => {
    const path = `/v2/public/handles/acme/analytics${query}${filter}`;
    return (await control.api.request(path, { headers })).text();
  };
  const days = parse(await textOf("/export?format=csv&dataset=daily&"), { columns: true }) as {
    clicks: string;
  }[];
  return {
    events: (await textOf("/export?format=ndjson&")).split("\n").length - 1,
    ofDays: days.reduce((sum, { clicks }) => sum + Number(clicks), 0),
    counted: JSON.parse(await textOf("?")).totals.clicks,
  };
}

const times = (count: number) => ({ events: count, ofDays: count, counted: count });

test("every filter of analytics narrows a file to as many events as are counted there", async () => {
  const known = {
    ...{ slug: "wide", campaign: "spring", country: "JP", device: "TABLET", referrer: "news.example" },
    ...{ source: "mail", variant: "b", browser: "Lynx", os: "Plan 9", language: "ja" },
    ...{ utmSource: "us", utmMedium: "um", utmCampaign: "uc", utmTerm: "ut", utmContent: "ux" },
  } as const satisfies Partial<VisitEvent>;
  const at = "2025-12-31T13:00:00Z";
  await analytics.record([
    visitEvent(at, { ...known, segments: ["new", "vip"] }),
    visitEvent(at, { segments: [] }),
    visitEvent(at, { segments: ["new"], bot: "ua" }),
  ]);
  for (const [column, value] of Object.entries(known)) {
    const filter = column === "campaign" ? "campaignId" : column;
    expect(await found(`${filter}=${encodeURIComponent(value)}`), filter).toEqual(times(1));
  }
  expect(await found("segment=vip")).toEqual(times(1));
  expect(await found("segment=new")).toEqual(times(2));
  expect(await found("segment=,vip")).toEqual(times(2));
  expect(await found("segment=new&includeBots=false")).toEqual(times(1));
  expect(await found("segment=new&os=Plan%209&utmTerm=nothing")).toEqual(times(0));
});

test("a value is found by what it is, whatever commas and backslashes it has", async () => {
  const at = "2025-12-31T14:00:00Z";
  const sources = ["may, june", "may", " june", "c:\\mail", "c:\\", "mail\\, may", "\\"];
  await analytics.record(sources.map((source) => visitEvent(at, { source })));
  const written = sources.map((source) => source.replaceAll(/[\\,]/g, "\\$&"));
  for (const one of written) {
    expect(await found(`source=${encodeURIComponent(one)}`), one).toEqual(times(1));
  }
  expect(await found(`source=${encodeURIComponent(written.join(","))}`)).toEqual(times(sources.length));
  expect(await found("source=may,%20june")).toEqual(times(2));
  expect(await found("source=c:%5Cmail")).toEqual(times(1));
});

test.each([
  ["Pacific/Auckland", "from=2026-11-30&to=2026-11-30", "acme-events-2026-11-30-2026-11-30.csv"],
  ["America/New_York", "from=2026-11-29&to=2026-11-30", "acme-events-2026-11-29-2026-11-30.csv"],
  ["UTC", "from=2026-11-29T10:00:00Z&to=2026-11-30T00:00:00Z", "acme-events-2026-11-29-2026-11-29.csv"],
])("a file is called by the days of the asked zone, in %s", async (tz, range, name) => {
  const path = `/v2/public/handles/acme/analytics/export?format=csv&tz=${tz}&${range}`;
  const headers = { authorization: `Bearer ${reader.text}` };
  const answer = await control.api.request(path, { headers });
  await answer.text();
  expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
});
