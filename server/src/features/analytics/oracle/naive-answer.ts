import type { AnalyticsQuery, Dimension } from "#features/analytics/analytics-query.ts";
import type { Question } from "#features/analytics/parse-question.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { localInterval } from "./local-interval.ts";
import { choose, valuesOf } from "./naive-choice.ts";

type Counts = ReturnType<typeof count>;
type Events = readonly VisitEvent[];

/** For tests: totals, groups and what they are compared with, counted with loops over rows and nothing else. */
export function naiveAnswer(all: Events, { query, hasFunnel }: Omit<Question, "campaignId">) {
  const { previous, groupBy, breakdowns } = query;
  const now = choose(all, query);
  const before = previous && choose(all, { ...query, ...previous });
  const hasRate = Object.keys(query.filters).every(isKnown);
  const totals = totalsOf(now, hasRate);
  const groups = (dimensions: readonly Dimension[]) => groupsOf(now, before, dimensions, query);
  return {
    totals,
    groups: groups(groupBy),
    breakdowns:
      breakdowns.length === 0
        ? undefined
        : Object.fromEntries(breakdowns.map((dimension) => [dimension, groups([dimension])])),
    compare: before && comparison(totals, totalsOf(before, hasRate)),
    funnel:
      hasFunnel && query.funnel === undefined ? standardFunnel(now).slice(0, hasRate ? 4 : 2) : undefined,
  };
}

/** Whether a conversion knows it of its click. */
const isKnown = (dimension: string) =>
  !["country", "device", "referrer", "source", "segment", "browser", "os", "language"].includes(dimension);

const isClick = ({ kind }: VisitEvent) => kind === "click";
const isPersons = (event: VisitEvent) => isClick(event) && event.bot === "";

function count(events: Events) {
  const of = (kind: string) => events.filter((event) => event.kind === kind).length;
  return {
    clicks: of("click"),
    qualifiedClicks: events.filter(isPersons).length,
    botClicks: events.filter((event) => isClick(event) && event.bot !== "").length,
    visitors: new Set(events.filter(isPersons).map(({ visitor }) => visitor)).size,
    conversions: of("conversion"),
    impressions: of("impression"),
  };
}

/** For tests: intervals by name, of those in which anything was counted. */
export function naiveSeries(all: Events, query: AnalyticsQuery): Map<string, Counts> {
  const intervals = Map.groupBy(choose(all, query), ({ at }) => localInterval(at, query.interval, query.tz));
  return new Map([...intervals].map(([name, events]) => [name, count(events)]));
}

/** For tests: what tells how far the rest can be trusted. */
export function naiveQuality(all: Events, query: AnalyticsQuery) {
  const events = choose(all, { ...query, includeBots: true });
  const persons = events.filter(isPersons);
  const conversions = events.filter(({ kind }) => kind === "conversion");
  return {
    clicks: events.filter(isClick).length,
    botClicks: events.filter(isClick).length - persons.length,
    unknownCountries: persons.filter(({ country }) => country === "").length,
    unknownAgents: persons.filter(({ browser, os }) => browser + os === "").length,
    conversions: conversions.length,
    deniedConversions: conversions.filter(({ clickId, sessionId }) => clickId !== "" && sessionId === "")
      .length,
    leads: events.filter(({ kind }) => kind === "lead").length,
  };
}

/** For tests: the one link of which two variants have so many clicks, if it is one, and these variants. */
export function naiveExperiment(all: Events, query: AnalyticsQuery, clicksMin: number) {
  const chosen = choose(all, query);
  const experiments = [...new Set(chosen.map(({ slug }) => slug))]
    .map((slug) => ({
      slug,
      variants: naiveVariants(chosen.filter((event) => event.slug === slug)).filter(
        ({ clicks }) => clicks >= clicksMin,
      ),
    }))
    .filter(({ variants }) => variants.length > 1);
  return experiments.length === 1 ? experiments[0] : undefined;
}

function naiveVariants(events: Events) {
  const isMeant = (event: VisitEvent) =>
    event.kind === "conversion" ? event.clickId !== "" : isPersons(event);
  return [...Map.groupBy(events.filter(isMeant), ({ variant }) => variant)]
    .map(([variant, list]) => {
      const clicks = list.filter(isPersons);
      const came = new Set(list.filter(({ kind }) => kind === "conversion").map(({ clickId }) => clickId));
      return { variant, clicks: clicks.length, converted: clicks.filter(({ id }) => came.has(id)).length };
    })
    .sort((one, other) => one.variant.localeCompare(other.variant));
}

function totalsOf(events: Events, hasRate: boolean) {
  const counts = count(events);
  const paid = events.filter(({ kind, currency }) => kind === "conversion" && currency !== "");
  const revenue = [...Map.groupBy(paid, ({ currency }) => currency)]
    .map(([currency, list]) => ({ currency, value: sum(list.map(({ value }) => value)) }))
    .sort((one, other) => (one.currency < other.currency ? -1 : 1));
  const conversionRate = hasRate ? share(counts.conversions, counts.qualifiedClicks) : null;
  return { ...counts, conversionRate, revenue };
}

/** In ten thousandths, so that nothing is rounded before the end. */
function sum(values: readonly string[]): number {
  const total = values.reduce((so, value) => {
    const [whole = "", rest = ""] = value.replace("-", "").split(".");
    const units = BigInt(whole + rest.padEnd(4, "0"));
    return value.startsWith("-") ? so - units : so + units;
  }, 0n);
  const digits = `${total < 0n ? -total : total}`.padStart(5, "0");
  return Number(`${total < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

function groupsOf(
  now: Events,
  before: Events | undefined,
  dimensions: readonly Dimension[],
  query: AnalyticsQuery,
) {
  if (dimensions.length === 0) return [];
  const isCompared = before !== undefined && !dimensions.includes("day");
  const earlier = split(before ?? [], dimensions, query.tz);
  const hasRate = [...dimensions, ...Object.keys(query.filters)].every(isKnown);
  const all = [...split(now, dimensions, query.tz)].map(([key, events]) => {
    const counts = count(events);
    const previous = count(earlier.get(key) ?? []);
    return {
      keys: Object.fromEntries(JSON.parse(key)) as Record<string, string>,
      ...counts,
      ...(hasRate && { conversionRate: share(counts.conversions, counts.qualifiedClicks) }),
      ...(isCompared && { previous, change: changes(counts, previous) }),
    };
  });
  return cut(all, dimensions, query.limit);
}

type Keyed = { readonly keys: Readonly<Record<string, string>>; readonly clicks: number };

function cut<G extends Keyed>(groups: readonly G[], dimensions: readonly Dimension[], limit: number): G[] {
  const bytes = ({ keys }: G, dimension: Dimension) => Buffer.from(keys[dimension] ?? "");
  const byName = (one: G, other: G) =>
    dimensions
      .map((each) => Buffer.compare(bytes(one, each), bytes(other, each)))
      .find((order) => order !== 0) ?? 0;
  if (dimensions.join() === "day") return groups.toSorted(byName).slice(-limit);
  const largest = groups
    .toSorted((one, other) => other.clicks - one.clicks || byName(one, other))
    .slice(0, limit);
  if (!dimensions.includes("day")) return largest;
  return largest.sort((one, other) => Buffer.compare(bytes(one, "day"), bytes(other, "day")));
}

/** Counted kinds only; an event of two segments is in both. */
function split(events: Events, dimensions: readonly Dimension[], tz: string): Map<string, VisitEvent[]> {
  const groups = new Map<string, VisitEvent[]>();
  for (const event of events.filter(({ kind }) => ["click", "conversion", "impression"].includes(kind))) {
    let keys: [string, string][][] = [[]];
    for (const dimension of dimensions) {
      const values = dimension === "day" ? [localInterval(event.at, "day", tz)] : valuesOf(event, dimension);
      keys = keys.flatMap((key) => values.map((value): [string, string][] => [...key, [dimension, value]]));
    }
    for (const key of keys.map((pairs) => JSON.stringify(pairs))) {
      groups.set(key, [...(groups.get(key) ?? []), event]);
    }
  }
  return groups;
}

function comparison(now: ReturnType<typeof totalsOf>, before: ReturnType<typeof totalsOf>) {
  const worth = (totals: typeof now, wanted: string) =>
    totals.revenue.find(({ currency }) => currency === wanted)?.value ?? 0;
  const currencies = ["EUR", "JPY", "USD"].filter((currency) =>
    [...now.revenue, ...before.revenue].some((money) => money.currency === currency),
  );
  return {
    totals: before,
    change: {
      ...changes(now, before),
      conversionRate: grown(now.conversionRate ?? 0, before.conversionRate ?? 0),
      revenue: currencies.map((currency) => ({
        currency,
        value: grown(worth(now, currency), worth(before, currency)),
      })),
    },
  };
}

const changes = (now: Counts, before: Counts) => ({
  clicks: grown(now.clicks, before.clicks),
  qualifiedClicks: grown(now.qualifiedClicks, before.qualifiedClicks),
  botClicks: grown(now.botClicks, before.botClicks),
  visitors: grown(now.visitors, before.visitors),
  conversions: grown(now.conversions, before.conversions),
  impressions: grown(now.impressions, before.impressions),
});

const grown = (now: number, before: number) => (before === 0 ? null : (now - before) / before);
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

function standardFunnel(events: Events) {
  const { clicks, qualifiedClicks, conversions } = count(events);
  const paid = events.filter(({ kind, value }) => kind === "conversion" && Number(value) > 0).length;
  return [clicks, qualifiedClicks, conversions, paid];
}
