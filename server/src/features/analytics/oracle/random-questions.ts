import fc from "fast-check";
import {
  type AnalyticsQuery,
  DIMENSIONS,
  FILTERS,
  type Filter,
  type FunnelStep,
  INTERVALS,
} from "#features/analytics/analytics-query.ts";
import type { Question } from "#features/analytics/parse-question.ts";
import type { EventKind, VisitEvent } from "#kernel/visit-event.ts";

/** For tests: what a handle recorded, and what is asked about it. */
export type Case = {
  readonly events: readonly Omit<VisitEvent, "id" | "handleId">[];
  readonly questions: readonly RandomQuestion[];
};
export type RandomQuestion = Omit<Question, "query" | "campaignId"> & {
  readonly query: Omit<AnalyticsQuery, "handleId">;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Changes of clocks (at midnight, at night, by half an hour, on each side of the world), and the ends of months. */
const EDGES = [
  "2025-03-09T07:00Z", // New York
  "2025-03-29T22:00Z", // Beirut, whose day then begins at one
  "2025-03-30T01:00Z", // Berlin
  "2025-04-05T15:00Z", // Lord Howe
  "2025-04-06T03:00Z", // Santiago
  "2025-04-24T22:00Z", // Cairo
  "2025-04-01T00:00Z",
  "2025-03-31T22:00Z",
  "2025-10-04T15:30Z",
  "2025-10-25T21:00Z",
  "2025-10-26T01:00Z",
  "2025-10-30T21:00Z",
  "2025-11-02T06:00Z",
  "2025-11-01T00:00Z",
  "2025-10-31T18:30Z",
].map((text) => Date.parse(text));
const ZONES = [
  ...["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns"],
  ...["Asia/Beirut", "Africa/Cairo", "America/Santiago", "Pacific/Apia", "Australia/Lord_Howe"],
];

const OFFSETS = [0, 0, 1, -1, 1000, HOUR_MS / 2, HOUR_MS, -HOUR_MS, 2 * HOUR_MS - 1, DAY_MS, -DAY_MS];
const ALL = { before: Date.UTC(2025, 2, 9), from: Date.UTC(2025, 2, 9, 7), to: Date.UTC(2025, 10, 15) };
const anywhere = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 2, 1), max: Date.UTC(2025, 3, 30) }),
  fc.integer({ min: Date.UTC(2025, 9, 1), max: Date.UTC(2025, 10, 30) }),
);

/** Few enough that events and the ends of ranges and windows meet at the millisecond. */
const momentNear = (edges: readonly number[]) =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.constantFrom(...edges), fc.constantFrom(...OFFSETS))
        .map(([edge, offset]) => edge + offset),
    },
    { weight: 1, arbitrary: anywhere },
  );
type Moment = ReturnType<typeof momentNear>;

const text = fc.constantFrom("", "", "a", "B", "é", "\u{1f600}", "\u{ffee}", "it's");
const person = fc.constantFrom("", "p1", "p2");
const name = fc.constantFrom("", "view", "lead");
const kind = fc.constantFrom(
  ...(["click", "click", "click", "conversion", "conversion", "signal", "signal"] as const),
  ...(["impression", "orphan", "lead"] as const),
);
const bot = fc.oneof(
  { weight: 3, arbitrary: fc.constant("" as const) },
  { weight: 1, arbitrary: fc.constantFrom("ua" as const, "head" as const, "prefetch" as const) },
);
const VALUES: Readonly<Partial<Record<Filter, fc.Arbitrary<string>>>> = {
  slug: fc.constantFrom("launch", "docs", "Docs"),
  country: fc.constantFrom("", "DE", "US"),
  os: fc.constantFrom("", "iOS"),
  browser: fc.constantFrom("", "Safari", "Chrome"),
  variant: fc.constantFrom("", "a", "b"),
  segment: fc.constantFrom("new", "vip", "é"),
  device: fc.constantFrom("MOBILE", "DESKTOP", ""),
};
const valuesOf = (filter: Filter): fc.Arbitrary<string> => VALUES[filter] ?? text;

const eventAt = (moment: Moment): fc.Arbitrary<Case["events"][number]> =>
  fc.record({
    at: moment,
    kind,
    slug: valuesOf("slug"),
    visitor: person,
    bot,
    status: fc.constantFrom(0, 302, 404),
    country: valuesOf("country"),
    device: fc.constantFrom("MOBILE", "DESKTOP", ""),
    os: valuesOf("os"),
    browser: valuesOf("browser"),
    language: text,
    referrer: text,
    source: text,
    campaign: text,
    variant: valuesOf("variant"),
    segments: fc.array(valuesOf("segment"), { maxLength: 3 }),
    utmSource: text,
    utmMedium: text,
    utmCampaign: text,
    utmTerm: text,
    utmContent: text,
    destination: fc.constant(""),
    clickId: fc.oneof(
      fc.constant(""),
      fc.nat(24).map((index) => `#${index}`),
    ),
    sessionId: person,
    name,
    value: fc.constantFrom("0", "0.0001", "12.3456", "-1.5", "19.99", "99999999.99"),
    currency: fc.constantFrom("", "EUR", "JPY", "USD"),
    metadata: fc.constant(""),
  });

const dimension = fc.constantFrom(...DIMENSIONS);
/** Of values that events have, so that a filter leaves something more often than not, and of the one for what is not known. */
const filters = fc
  .uniqueArray(
    fc.constantFrom(...FILTERS).chain((filter) =>
      fc.tuple(
        fc.constant(filter),
        fc
          .tuple(
            fc.subarray(["of no event"]),
            fc.uniqueArray(fc.oneof(valuesOf(filter), fc.constant("")), { minLength: 1, maxLength: 3 }),
          )
          .map((lists) => lists.flat()),
      ),
    ),
    { minLength: 1, maxLength: 2, selector: ([filter]) => filter },
  )
  .map((list) => Object.fromEntries(list));

const STEPS = [
  ...["click", "click", "click", "conversion", "conversion", "signal", "signal"],
  ...["conversion:lead", "signal:view", "impression", "orphan"],
].map((text): FunnelStep => {
  const [kind, name] = text.split(":");
  return { kind: kind as EventKind, name };
});
const funnel = fc.record({
  steps: fc.array(fc.constantFrom(...STEPS), { minLength: 2, maxLength: 3 }),
  windowMs: fc.constantFrom(
    ...[1, 999, 1000, HOUR_MS / 2 - 1, HOUR_MS / 2, HOUR_MS - 1, HOUR_MS, DAY_MS - 1, DAY_MS, 90 * DAY_MS],
  ),
});

const questionAbout = (moment: Moment): fc.Arbitrary<RandomQuestion> =>
  fc
    .record({
      bounds: fc.uniqueArray(moment, { minLength: 3, maxLength: 3 }),
      interval: fc.constantFrom(...INTERVALS),
      tz: fc.constantFrom(...ZONES),
      groupBy: fc.uniqueArray(dimension, { maxLength: 2 }),
      breakdowns: fc.uniqueArray(dimension, { maxLength: 3 }),
      filters: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: filters }),
      includeBots: fc.boolean(),
      limit: fc.constantFrom(1, 2, 3, 100),
      isCompared: fc.boolean(),
      /** Where the range that is compared with ends, if not where the asked one begins. */
      cut: fc.option(moment),
      isWide: fc.boolean(),
      funnel: fc.option(funnel, { freq: 2, nil: undefined }),
      hasQuality: fc.boolean(),
      hasFunnel: fc.boolean(),
    })
    .map(({ bounds, isCompared, cut, isWide, hasFunnel, ...query }) => {
      const [first = 0, second = 0, last = 0] = bounds.toSorted((one, other) => one - other);
      const { before, from, to } = isWide ? ALL : { before: first, from: second, to: last };
      return {
        query: {
          ...query,
          from,
          to,
          // Hours of half a year are for other tests.
          interval: query.interval === "hour" && to - from > 40 * DAY_MS ? "day" : query.interval,
          previous: isCompared
            ? { from: before, to: Math.max(before, Math.min(cut ?? from, from)) }
            : undefined,
        },
        hasFunnel,
        hasConfidence: false,
      };
    });

/** For tests: so many cases of three questions each. The same seed gives the same ones. */
export const randomCases = (count: number, seed: number): Case[] =>
  fc.sample(
    fc.shuffledSubarray(EDGES, { minLength: 2, maxLength: 4 }).chain((edges) => {
      const moment = momentNear(edges);
      return fc.record({
        events: fc.array(eventAt(moment), { minLength: 20, maxLength: 60 }),
        questions: fc.array(questionAbout(moment), { minLength: 3, maxLength: 3 }),
      });
    }),
    { numRuns: count, seed },
  );
