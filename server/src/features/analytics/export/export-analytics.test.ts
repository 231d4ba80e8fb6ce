import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/public/handles/acme/analytics";
const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.read"]);

const HOSTILE = [
  "=1+1",
  "+1",
  "-1",
  "@sum",
  "\tx",
  "\rx",
  "\nx",
  "＝1",
  "'=1",
  'say "hi", now',
  "a\nb",
  "x' or 1=1 --",
];
const events: readonly VisitEvent[] = [
  visitEvent("2025-12-30T23:30:00.123Z", { country: "DE", segments: ["vip", "=x"], metadata: '{"a":"é"}' }),
  visitEvent("2025-12-31T10:00:00Z", { slug: "docs", bot: "ua", device: "BOT" }),
  visitEvent("2025-12-31T11:00:00Z", { kind: "conversion", status: 0, value: "19.99", currency: "EUR" }),
  visitEvent("2025-12-31T11:00:01Z", { kind: "conversion", status: 0, value: "0.0001", currency: "EUR" }),
  visitEvent("2025-12-31T11:00:02Z", { kind: "conversion", status: 0, value: "5", currency: "USD" }),
  ...HOSTILE.map((text) =>
    visitEvent("2025-12-31T12:00:00Z", { slug: "odd", campaign: text, destination: text, name: text }),
  ),
];
await analytics.record([
  ...events,
  visitEvent("2025-12-31T10:00:00Z", { handleId: "hdl_other", slug: "foreign" }),
  visitEvent("2025-10-01T10:00:00Z", { slug: "before" }),
]);
const byTime = [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

type Row = Record<string, unknown>;
const fetchFile = async (query: string) => {
  const headers = { authorization: `Bearer ${reader.text}` };
  const answer = await control.api.request(`${PATH}/export?${query}`, { headers });
  expect(answer.status).toBe(200);
  return answer;
};
const fetchText = async (query: string) => {
  const answer = await fetchFile(query);
  return { headers: answer.headers, text: await answer.text() };
};
const lines = async (query: string) =>
  (await fetchText(`format=ndjson&${query}`)).text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

const exported = ({ handleId: _, at, ...event }: VisitEvent) => ({
  ...event,
  at: new Date(at).toISOString(),
  handle: "acme",
});

test("NDJSON has every event of the handle and the time, every field as it was recorded, in the order of time", async () => {
  const { headers } = await fetchText("format=ndjson");
  expect(headers.get("content-type")).toBe("application/x-ndjson");
  expect(headers.get("content-disposition")).toBe(
    'attachment; filename="acme-events-2025-12-02-2026-01-01.ndjson"',
  );
  expect(await lines("")).toEqual(byTime.map(exported));
});

test("CSV has a header and the same events, and nothing in it is calculated by a spreadsheet", async () => {
  const { headers, text } = await fetchText("format=csv");
  expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const table = parse(text, { columns: true, relax_column_count: false }) as Record<string, string>[];
  expect(table).toHaveLength(events.length);
  for (const row of table) {
    for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
  }
  const unguarded = (cell = "") => (/^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
  expect(
    table.map(({ id, campaign, destination, metadata }) => [
      id,
      unguarded(campaign),
      unguarded(destination),
      metadata,
    ]),
  ).toEqual(byTime.map(({ id, campaign, destination, metadata }) => [id, campaign, destination, metadata]));
  expect(table[0]).toMatchObject({ handle: "acme", at: "2025-12-30T23:30:00.123Z", segments: "vip|=x" });
  expect(text).not.toContain("hdl_");
});

/** No DuckDB is to be had here; the engine reads the file as one from anywhere, and looks at its footer for it. */
async function readParquet(bytes: Uint8Array, select = "select *"): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "parquet-"));
  const path = join(folder, "export.parquet");
  await writeFile(path, bytes);
  try {
    return await analytics.warehouse.query<Row>(`${select} from file('${path}', 'Parquet')`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function parquet(query: string): Promise<Buffer> {
  const answer = await fetchFile(`format=parquet&${query}`);
  expect(answer.headers.get("content-type")).toBe("application/vnd.apache.parquet");
  return Buffer.from(await answer.arrayBuffer());
}

test("Parquet is one whole file with the same events, times as times and money as decimals", async () => {
  const bytes = await parquet("");
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(["PAR1", "PAR1"]);
  expect(bytes.readUInt32LE(bytes.length - 8)).toBeLessThan(bytes.length);
  const rows = await readParquet(bytes);
  expect(
    rows.map((row) => ({
      ...row,
      at: `${String(row["at"]).replace(" ", "T")}Z`,
      value: String(row["value"]),
    })),
  ).toEqual(byTime.map(exported));
  expect(await readParquet(await parquet("slug=nobody"))).toEqual([]);
});

test.each(["x' or 1=1 --", "\\", "\\' or 1=1 --", "'); drop table events --", "{handleId:String}", "\u0001"])(
  "in Parquet too, %j is a value like any other",
  async (text) => {
    const rows = await readParquet(await parquet(`campaignId=${encodeURIComponent(text)}`));
    expect(rows).toHaveLength(HOSTILE.includes(text) ? 1 : 0);
    expect(await lines("")).toHaveLength(events.length);
  },
);

test("daily rows add up to the totals, in each format", async () => {
  const { totals } = (await reader.get(PATH)).body as { totals: Record<string, number> };
  const daily = await lines("dataset=daily");
  const sum = (rows: readonly Row[], name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
  for (const name of ["clicks", "qualifiedClicks", "botClicks", "conversions", "impressions"]) {
    expect(sum(daily, name), name).toBe(totals[name]);
  }
  expect(daily[0]).toEqual({
    day: "2025-12-30",
    handle: "acme",
    slug: "launch",
    country: "DE",
    device: "MOBILE",
    source: "social",
    campaign: "",
    variant: "",
    clicks: 1,
    qualifiedClicks: 1,
    botClicks: 0,
    visitors: 1,
    conversions: 0,
    impressions: 0,
    revenue: [],
  });
  const sold = daily.find(({ conversions }) => conversions === 3);
  expect(sold).toMatchObject({
    revenue: [
      { currency: "EUR", value: "19.9901" },
      { currency: "USD", value: "5" },
    ],
  });
  const table = parse((await fetchText("format=csv&dataset=daily")).text, { columns: true }) as Row[];
  expect(sum(table, "clicks")).toBe(totals["clicks"]);
  expect(table.map(({ revenue }) => revenue)).toContain("EUR 19.9901|USD 5");
  const columns = await readParquet(await parquet("dataset=daily"));
  expect(sum(columns, "clicks")).toBe(totals["clicks"]);
  expect(columns).toHaveLength(daily.length);
});

test("revenue is exact beyond what one event can hold, in each format and in analytics", async () => {
  const most = { handleId: "hdl_rich", kind: "conversion", value: "99999999999999.9999" } as const;
  await analytics.record(
    Array.from({ length: 1_000 }, () => visitEvent("2025-12-31T11:00:00Z", { ...most, currency: "EUR" })),
  );
  await control.setRole("owner-of-rich", "OWNER", "rich");
  const rich = await control.token(["analytics.read"], { handle: "rich" });
  const path = "/v2/public/handles/rich/analytics";
  const file = async (format: string) => {
    const headers = { authorization: `Bearer ${rich.text}` };
    const answer = await control.api.request(`${path}/export?dataset=daily&format=${format}`, { headers });
    return Buffer.from(await answer.arrayBuffer());
  };
  const sum = "99999999999999999.9";
  expect(JSON.parse(String(await file("ndjson")))["revenue"]).toEqual([{ currency: "EUR", value: sum }]);
  const [row] = parse(await file("csv"), { columns: true }) as Row[];
  expect(row?.["revenue"]).toBe(`EUR ${sum}`);
  const sql = "select toString(revenue[1].2) as sum";
  expect(await readParquet(await file("parquet"), sql)).toMatchObject([{ sum }]);
  const { totals } = (await rich.get(path)).body as { totals: Row };
  expect(totals["revenue"]).toEqual([{ currency: "EUR", value: Number(sum) }]);
});

test("a day is a day of the asked zone, and filters narrow both datasets", async () => {
  const berlin = await lines("dataset=daily&tz=Europe/Berlin&slug=launch");
  expect(new Set(berlin.map(({ day }) => day))).toEqual(new Set(["2025-12-31"]));
  expect(await lines("slug=docs")).toHaveLength(1);
  expect(await lines("slug=docs&includeBots=false")).toHaveLength(0);
  expect(await lines("kind=conversion,signal")).toHaveLength(3);
  expect(await lines(`campaignId=${encodeURIComponent("x' or 1=1 --")}`)).toHaveLength(1);
  // An empty value is what is not known, and never everything.
  expect(await lines("slug=")).toEqual([]);
  expect(await lines("campaignId=&kind=click")).toHaveLength(2);
  expect(await lines("dataset=daily&campaignId=&slug=docs,")).toHaveLength(1);
  expect(await lines("from=2025-12-31T11:00:00Z&to=2025-12-31T11:00:01Z")).toHaveLength(1);
});

test.each([
  ["no format", "", "format"],
  ["a format that is none", "format=xlsx", "format"],
  ["a kind that is none", "format=csv&kind=visit", "kind.0"],
  ["an unknown parameter", "format=csv&limit=5", "limit"],
  ["a zone that is none", "format=csv&tz=Mars", "tz"],
  ["a range that ends before it begins", "format=csv&from=2025-12-31&to=2025-12-01", "from"],
])("%s is refused with its path", async (_, query, path) => {
  expect(await reader.get(`${PATH}/export?${query}`)).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path }] },
  });
});

test.each(["csv", "ndjson", "parquet"])(
  "while the warehouse is away %s is refused with 503, and no file begins",
  async (format) => {
    const away = () => new AppError("unavailable", "Away.", { retryAfterSeconds: 5 });
    const override = {
      askWarehouse: () => Promise.reject(away()),
      // biome-ignore lint/correctness/useYield: it fails before there is anything to yield.
      streamWarehouse: async function* () {
        throw away();
      },
    };
    await using without = await startControl({ override });
    const answer = await (await without.token(["analytics.read"])).get(`${PATH}/export?format=${format}`);
    expect(answer).toMatchObject({ status: 503, body: { error: "unavailable" } });
    expect(answer.headers.get("content-disposition")).toBeNull();
  },
);
