import { visitorsSql } from "#features/analytics/visitors-sql.ts";
import { visitorTextSql } from "#platform/visits/visitor-sql.ts";
import type { ExportFormat } from "./export-query.ts";

/** One column of a file: how it is called, and what the warehouse is asked for it in each format. */
export type ExportColumn = { readonly name: string } & Readonly<Record<ExportFormat, string>>;

/**
 * Text that a spreadsheet would calculate instead of showing gets an apostrophe; after any number of apostrophes, so that
 * taking one away from such a cell is always right. The same rule as in an export of links.
 */
const guarded = (sql: string): string =>
  String.raw`if(match(${sql}, '^\'*[=+\\-@\\t\\r\\n＝＋－＠]'), concat('\'', ${sql}), ${sql})`;

const same = (name: string, sql: string): ExportColumn => ({ name, csv: sql, ndjson: sql, parquet: sql });

/** Text in which anything may stand, since somebody else wrote it. */
const text = (name: string): ExportColumn => ({ ...same(name, `e.${name}`), csv: guarded(`e.${name}`) });

/** Every column of `events as e`, but for the handle's id: its name is what people know. */
export const EVENT_COLUMNS: readonly ExportColumn[] = [
  same("id", "e.id"),
  { ...same("at", "concat(replaceOne(toString(e.at), ' ', 'T'), 'Z')"), parquet: "e.at" },
  same("handle", "{handle:String}"),
  same("kind", "e.kind"),
  text("slug"),
  same("visitor", visitorTextSql("e.visitorHash")),
  same("bot", "e.bot"),
  same("status", "e.status"),
  ...["country", "device", "os", "browser", "language", "referrer", "source", "campaign", "variant"].map(
    text,
  ),
  {
    name: "segments",
    csv: guarded("arrayStringConcat(e.segments, '|')"),
    ndjson: "e.segments",
    parquet: "CAST(e.segments, 'Array(String)')",
  },
  ...["utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"].map(text),
  ...["destination", "clickId", "sessionId", "name"].map(text),
  { ...same("value", "toString(e.value)"), parquet: "e.value" },
  text("currency"),
  text("metadata"),
];

/** What the events of one row of `daily` have in common, beside the day. */
export const DAILY_KEYS: readonly ExportColumn[] = [
  "slug",
  "country",
  "device",
  "source",
  "campaign",
  "variant",
].map(text);

/** What has to stand before a query for `DAILY_METRICS`. A map's sums are no wider than what is summed, unlike `sum`'s. */
export const DAILY_WITH =
  "with sumMapIf([toString(e.currency)], [toDecimal128(e.value, 4)], e.kind = 'conversion' and e.currency != '') as revenues";
const eachRevenue = (sql: string) => `arrayMap((c, v) -> ${sql}, revenues.1, revenues.2)`;

/** Counts as `GET /analytics` has them. */
export const DAILY_METRICS: readonly ExportColumn[] = [
  same("clicks", "toUInt32(countIf(e.kind = 'click'))"),
  same("qualifiedClicks", "toUInt32(countIf(e.kind = 'click' and e.bot = ''))"),
  same("botClicks", "toUInt32(countIf(e.kind = 'click' and e.bot != ''))"),
  same("visitors", `toUInt32(${visitorsSql.estimated("e.visitorHash", "e.metric = 'qualifiedClick'")})`),
  same("conversions", "toUInt32(countIf(e.kind = 'conversion'))"),
  same("impressions", "toUInt32(countIf(e.kind = 'impression'))"),
  {
    name: "revenue",
    csv: `arrayStringConcat(${eachRevenue("concat(c, ' ', toString(v))")}, '|')`,
    ndjson: eachRevenue("CAST((c, toString(v)), 'Tuple(currency String, value String)')"),
    parquet: eachRevenue("CAST((c, v), 'Tuple(currency String, value Decimal(38, 4))')"),
  },
];
