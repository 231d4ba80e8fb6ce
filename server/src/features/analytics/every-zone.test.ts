import { afterAll, expect, test } from "vitest";
import { plainQuery } from "#testing/plain-query.ts";
import { startAnalytics, visitEvent } from "#testing/start-analytics.ts";
import type { AnalyticsQuery } from "./analytics-query.ts";
import { dayParams } from "./day-sql.ts";
import { buildDaily } from "./export/build-export.ts";
import { exportDaily } from "./export/export-daily.ts";
import type { ExportQuery } from "./export/export-query.ts";
import type { ExportTools } from "./export/export-tools.ts";
import { getAnalytics } from "./get-analytics.ts";
import { seriesPoints } from "./series-points.ts";
import { VisitorLists } from "./visitor-lists.ts";

const QUARTER_MS = 900_000;
const EVERY_ZONE = Intl.supportedValuesOf("timeZone");
/** Times in which clocks change: some for good, some back behind midnight, some in one of two tables of zones only. */
const TIMES = [
  { from: "2026-09-15T08:00:00Z", to: "2026-11-27T07:30:00Z", zones: EVERY_ZONE },
  { from: "2001-10-28T01:30:00Z", to: "2001-10-30T02:00:00Z", zones: ["America/St_Johns"] },
  { from: "2001-10-28T02:45:00Z", to: "2001-10-28T04:00:00Z", zones: ["America/St_Johns"] },
  { from: "2010-03-03T00:00:00Z", to: "2010-03-07T00:00:00Z", zones: ["Antarctica/Casey"] },
  { from: "2011-12-28T00:00:00Z", to: "2012-01-02T00:00:00Z", zones: ["Pacific/Apia"] },
].map(({ from, to, zones }) => ({ from: Date.parse(from), to: Date.parse(to), zones }));

const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());
const { signal } = new AbortController();
const visitorLists = new VisitorLists();
const moments = TIMES.flatMap(({ from, to }) =>
  Array.from({ length: (to - from) / QUARTER_MS }, (_, index) => from + index * QUARTER_MS),
);
await analytics.record([...new Set(moments)].map((at) => visitEvent(new Date(at).toISOString())));

type Asked = { readonly from: number; readonly to: number; readonly tz: string };
type Day = { readonly day: string; readonly clicks: number };

/** Counted by the series' points, and named by Temporal: each event is in one of them. */
function daysOf({ from, to, tz }: Asked): Day[] {
  const points = seriesPoints(from, to, "day", tz);
  return points.map((at, index) => ({
    day: Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tz).toPlainDate().toString(),
    clicks: (Math.min(points[index + 1] ?? to, to) - Math.max(at, from)) / QUARTER_MS,
  }));
}

/** Of zones that have the same days all along one is asked about. */
const questions = [
  ...new Map(
    TIMES.flatMap(({ zones, ...range }) => zones.map((tz): Asked => ({ ...range, tz }))).map((asked) => [
      JSON.stringify([asked.from, daysOf(asked), dayParams(asked)]),
      asked,
    ]),
  ).values(),
];

const exportQuery = ({ tz, ...range }: Asked) =>
  ({
    ...plainQuery({ ...range, handleId: "hdl_acme" }),
    ...({ tz, handle: "acme", format: "ndjson", kinds: [] } as const),
  }) satisfies ExportQuery;
const shown = (rows: readonly Day[]) => rows.map(({ day, clicks }) => ({ day, clicks }));

async function exportedDays(asked: Asked, pageSize: number): Promise<Day[]> {
  const tools: ExportTools = {
    pageSize,
    ask: ({ sql, params }) => analytics.askWarehouse(sql, params, signal),
    page: async function* ({ sql, params }) {
      yield* analytics.streamWarehouse(sql, params, { format: "JSONEachRow", signal });
    },
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of exportDaily(exportQuery(asked), tools)) pieces.push(piece);
  const lines = Buffer.concat(pieces).toString().split("\n").filter(Boolean);
  return shown(lines.map((line) => JSON.parse(line)));
}

test("in every zone a file's days are those of the series, and have each event once", {
  timeout: 60_000,
}, async () => {
  expect(questions.length).toBeGreaterThan(40);
  for (const asked of questions) {
    const days = daysOf(asked);
    expect(await exportedDays(asked, 10_000), JSON.stringify(asked)).toEqual(days);
    expect(days.reduce((sum, { clicks }) => sum + clicks, 0)).toBe((asked.to - asked.from) / QUARTER_MS);
  }
});

test("in every zone the groups of days are those of the series, alone and with something else", {
  timeout: 60_000,
}, async () => {
  for (const asked of questions) {
    const { tz, ...range } = asked;
    const query: AnalyticsQuery = {
      ...plainQuery({ ...range, handleId: "hdl_acme" }),
      ...({ tz, limit: 1000, groupBy: ["day", "slug"], breakdowns: ["day"] } as const),
    };
    const { groups, series } = await getAnalytics({ ...analytics, visitorLists }, query, signal);
    const days = daysOf(asked);
    for (const group of groups) {
      const told = group.map(({ keys: [day = ""], metrics: { clicks } }) => ({ day, clicks }));
      const sorted = told.sort((one, other) => one.day.localeCompare(other.day));
      expect(sorted, JSON.stringify(asked)).toEqual(days);
    }
    expect([...series.values()].map(({ clicks }) => clicks).sort()).toEqual(
      days.map(({ clicks }) => clicks).sort(),
    );
  }
});

test.each(["America/Vancouver", "Africa/Casablanca", "America/St_Johns", "Antarctica/Casey", "Pacific/Apia"])(
  "and so they are in Parquet, and where each day is a page of its own, in %s",
  { timeout: 60_000 },
  async (tz) => {
    for (const { from, to } of TIMES.filter(({ zones }) => zones.includes(tz))) {
      const asked = { from, to, tz };
      const days = daysOf(asked);
      expect(await exportedDays(asked, 100)).toEqual(days);
      const { sql, params } = buildDaily({ ...exportQuery(asked), format: "parquet" });
      expect(shown(await analytics.warehouse.query<Day>(sql, params))).toEqual(days);
    }
  },
);
