import { afterAll, expect, test } from "vitest";
import { AnalyticsBody } from "#features/analytics/analytics-body.ts";
import type { AnalyticsQuery } from "#features/analytics/analytics-query.ts";
import { askExperiment } from "#features/analytics/ask-experiment.ts";
import type { OverviewDeps } from "#features/analytics/ask-overview.ts";
import { getAnalytics } from "#features/analytics/get-analytics.ts";
import { presentAnalytics } from "#features/analytics/present-analytics.ts";
import { VisitorLists } from "#features/analytics/visitor-lists.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { AskWarehouse } from "#platform/deps.ts";
import { startAnalytics } from "#testing/start-analytics.ts";
import { localInterval } from "./local-interval.ts";
import { naiveAnswer, naiveExperiment, naiveQuality, naiveSeries } from "./naive-answer.ts";
import { naiveFunnel } from "./naive-funnel.ts";
import { type RandomQuestion, randomCases } from "./random-questions.ts";

/** Of three questions each, for which the engine is asked some nine queries. */
const HANDLES = 230;
/** Whoever gets this far with the same seed meets the same cases. */
const SEED = Math.floor(Math.random() * 2 ** 31);
const FRESHNESS = { status: "FRESH", lastUpdatedAt: null, slaMinutes: 5 } as const;

const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());

/** How much was compared: to find nothing where there is nothing would prove little. */
const seen = { queries: 0, refused: 0, clicks: 0, fullFunnels: 0, experiments: 0 };
const askWarehouse: AskWarehouse = async <Row>(...query: Parameters<AskWarehouse>) => {
  try {
    const rows = await analytics.askWarehouse<Row>(...query);
    seen.queries += 1;
    return rows;
  } catch (cause) {
    seen.refused += 1;
    throw cause;
  }
};
/** Every other question has no memory for lists of visitors. */
const visitorLists = [new VisitorLists(), new VisitorLists(1)] as const;

const handles = randomCases(HANDLES, SEED).map(({ events, questions }, index) => {
  const handleId = `hdl_o${index}`;
  const idOf = (place: string | number) => `evt_${index}_${place}`;
  const recorded = events.map(
    (event, place): VisitEvent => ({
      ...event,
      handleId,
      id: idOf(place),
      clickId: event.clickId.replace(/^#(\d+)$/, (_, other: string) => idOf(other)),
    }),
  );
  return { handleId, events: recorded, questions };
});

test(`over two thousand random queries are answered as by counting rows (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  await analytics.record(handles.flatMap(({ events }) => events));
  const waiting = handles.flatMap(({ handleId, events, questions }) =>
    questions.map((question, index) => ({
      events,
      question: { ...question, query: { ...question.query, handleId } },
      deps: { askWarehouse, visitorLists: visitorLists[index % 2 === 0 ? 0 : 1] },
    })),
  );
  const next = async (): Promise<void> => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await compare(one);
  };
  await Promise.all(Array.from({ length: 8 }, next));
  expect(seen.queries).toBeGreaterThanOrEqual(2_000);
  expect(seen.refused).toBeGreaterThan(HANDLES / 2);
  expect(seen.clicks).toBeGreaterThan(HANDLES);
  expect(seen.fullFunnels).toBeGreaterThan(HANDLES / 10);
  expect(seen.experiments).toBeGreaterThan(HANDLES / 10);
});

type Comparison = {
  readonly events: readonly VisitEvent[];
  readonly question: RandomQuestion & { readonly query: AnalyticsQuery };
  readonly deps: OverviewDeps;
};

async function compare({ events, question: asked, deps }: Comparison) {
  const { query } = asked;
  const answer = await getAnalytics(deps, query, new AbortController().signal);
  const beside = { handle: "acme", freshness: FRESHNESS, campaignLinks: undefined };
  const body = AnalyticsBody.parse(presentAnalytics({ ...asked, campaignId: undefined }, answer, beside));
  const why = `seed ${SEED}: ${JSON.stringify(asked)}`;
  const { compare: compared, funnel, ...expected } = naiveAnswer(events, asked);
  expect({ totals: body.totals, groups: body.groups, breakdowns: body.breakdowns }, why).toEqual(expected);
  expect(body.compare && { totals: body.compare.totals, change: body.compare.change }, why).toEqual(compared);
  const counts = body.funnel?.steps.map(({ count }) => count);
  expect(counts, why).toEqual(naiveFunnel(events, query) ?? funnel);
  if (body.totals.clicks > 0) seen.clicks += 1;
  if (query.funnel !== undefined && (counts?.at(-1) ?? 0) > 0) seen.fullFunnels += 1;
  expect(answer.quality, why).toEqual(query.hasQuality ? naiveQuality(events, query) : undefined);
  await compareExperiments(events, query, deps, why);
  expectSeries(body.series, events, query, why);
}

/** Of fewer clicks than significance asks for, which no link here has. */
async function compareExperiments(
  events: readonly VisitEvent[],
  query: AnalyticsQuery,
  deps: OverviewDeps,
  why: string,
): Promise<void> {
  const clicksMin = 1 + (events.length % 3);
  const experiment = await askExperiment(deps, query, clicksMin, new AbortController().signal);
  expect(experiment, `at least ${clicksMin}, ${why}`).toEqual(naiveExperiment(events, query, clicksMin));
  if (experiment !== undefined) seen.experiments += 1;
}

type Series = ReturnType<typeof AnalyticsBody.parse>["series"];

/** Each interval once, from its first millisecond to its last, without gaps from one end of the range to the other. */
function expectSeries(
  series: Series,
  events: readonly VisitEvent[],
  query: AnalyticsQuery,
  why: string,
): void {
  const nameOf = (at: number) => localInterval(at, query.interval, query.tz);
  const begins = series.map(({ at }) => Date.parse(at));
  expect(nameOf(begins[0] ?? 0), why).toBe(nameOf(query.from));
  expect(nameOf(begins.at(-1) ?? 0), why).toBe(nameOf(query.to - 1));
  for (const [index, at] of begins.entries()) {
    const name = nameOf(at);
    if (nameOf(at - 1) === name) expect.fail(`${name} begins before ${at}. ${why}`);
    const next = begins[index + 1];
    if (next !== undefined && nameOf(next - 1) !== name) expect.fail(`${name} ends before ${next}. ${why}`);
  }
  const counted = new Map(series.map(({ at, ...counts }) => [nameOf(Date.parse(at)), counts]));
  expect(counted.size, why).toBe(series.length);
  for (const [name, counts] of counted) {
    if (Object.values(counts).every((value) => value === 0)) counted.delete(name);
  }
  const expected = naiveSeries(events, query);
  for (const [name, counts] of expected) {
    if (Object.values(counts).every((value) => value === 0)) expected.delete(name);
  }
  expect(counted, why).toEqual(expected);
}
