import { type AnalyticsQuery, type Dimension, FILTERS, type Interval } from "./analytics-query.ts";

/** A statement, and the values that go into its `{name:Type}` places: no text of a caller's is ever part of `sql`. */
export type Statement = { readonly sql: string; readonly params: Readonly<Record<string, unknown>> };

const METRICS = `
  countIf(kind = 'click') as clicks,
  countIf(kind = 'click' and bot = '') as qualifiedClicks,
  countIf(kind = 'click' and bot != '') as botClicks,
  uniqIf(visitor, kind = 'click' and bot = '') as visitors,
  countIf(kind = 'conversion') as conversions,
  countIf(kind = 'impression') as impressions,
  countIf(kind = 'conversion' and value > 0) as paid`;

const DAY = "toString(toDate(at, {tz:String}))";
const GROUP: Readonly<Record<Dimension, string>> = {
  day: DAY,
  slug: "slug",
  country: "country",
  device: "device",
  referrer: "referrer",
  campaign: "campaign",
  source: "source",
  browser: "browser",
  os: "os",
  language: "language",
  variant: "variant",
  utmSource: "utmSource",
  utmMedium: "utmMedium",
  utmCampaign: "utmCampaign",
};

/** The beginning of an interval that holds `at`, as a moment of the asked zone. */
const START: Readonly<Record<Interval, (at: string) => string>> = {
  hour: (at) => `toStartOfHour(${at}, {tz:String})`,
  day: (at) => `toStartOfDay(${at}, {tz:String})`,
  week: (at) => `toDateTime(toStartOfWeek(${at}, 1, {tz:String}), {tz:String})`,
  month: (at) => `toDateTime(toStartOfMonth(${at}, {tz:String}), {tz:String})`,
};

export function buildTotals(query: AnalyticsQuery): Statement {
  const { where, params } = condition(query);
  return { sql: `select ${METRICS}\nfrom events\nwhere ${where}`, params };
}

export function buildRevenue(query: AnalyticsQuery): Statement {
  const { where, params } = condition(query);
  const sql = `select currency, toFloat64(sum(value)) as value
from events
where ${where} and kind = 'conversion' and currency != ''
group by currency
order by currency`;
  return { sql, params };
}

/** One row an interval that has any event, in order. */
export function buildSeries(query: AnalyticsQuery): Statement {
  const { where, params } = condition(query);
  const sql = `select toUnixTimestamp(${START[query.interval]("at")}) as start, ${METRICS}
from events
where ${where}
group by start
order by start`;
  return { sql, params: { ...params, tz: query.tz } };
}

/** The largest groups first; those as large, by name. */
export function buildGroups(query: AnalyticsQuery, dimension: Dimension): Statement {
  const { where, params } = condition(query);
  const sql = `select toString(${GROUP[dimension]}) as key, ${METRICS}
from events
where ${where}
group by key
order by ${dimension === "day" ? "key" : "clicks desc, key"}
limit {limit:UInt32}`;
  const zone = dimension === "day" ? { tz: query.tz } : {};
  return { sql, params: { ...params, ...zone, limit: query.limit } };
}

function condition({ handleId, from, to, filters, includeBots }: AnalyticsQuery) {
  const where = [
    "handleId = {handleId:String}",
    "at >= fromUnixTimestamp64Milli({from:Int64})",
    "at < fromUnixTimestamp64Milli({to:Int64})",
  ];
  const params: Record<string, unknown> = { handleId, from, to };
  for (const filter of FILTERS) {
    const values = filters[filter];
    if (values === undefined || values.length === 0) continue;
    where.push(`${filter} in {${filter}:Array(String)}`);
    params[filter] = values;
  }
  if (!includeBots) where.push("bot = ''");
  return { where: where.join("\n  and "), params };
}
