import type { AnalyticsQuery } from "./analytics-query.ts";
import { trafficChecks, worstOf } from "./campaign-health.ts";
import type { CampaignLinks } from "./campaign-links-store.ts";
import type { Analytics, Group, Totals } from "./get-analytics.ts";
import { groupingsOf } from "./groupings.ts";
import { choosesConversions, isKnownOfConversions } from "./known-of-conversions.ts";
import { type Metrics, NOTHING, rate } from "./metrics.ts";
import type { Grouping } from "./overview.ts";
import { stepText } from "./parse-funnel.ts";
import type { Question } from "./parse-question.ts";
import { presentChange, presentComparison } from "./present-comparison.ts";
import { confidenceOf, type Quality } from "./quality.ts";
import type { Freshness } from "./read-freshness.ts";
import { seriesPoints } from "./series-points.ts";
import { variantSignificance } from "./variant-significance.ts";

/** As a share of the true number; three times the standard error of the estimate. */
const VISITORS_ERROR = 0.01;

type Beside = {
  readonly handle: string;
  readonly freshness: Freshness;
  /** Where the health of a campaign was asked for. */
  readonly campaignLinks: CampaignLinks | undefined;
};

/** The answer of api.md §10, with a zero for every interval in which nothing happened. */
export function presentAnalytics(question: Question, analytics: Analytics, beside: Beside) {
  const { query } = question;
  const { from, to, interval, tz } = query;
  const hasRates = choosesConversions(query);
  return {
    handle: beside.handle,
    range: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), interval, tz },
    totals: presentTotals(analytics.totals, hasRates),
    visitorsError: VISITORS_ERROR,
    series: seriesPoints(from, to, interval, tz).map((at) => ({
      at: new Date(at).toISOString(),
      ...(analytics.series.get(at / 1000) ?? NOTHING),
    })),
    ...presentGroups(question, analytics),
    ...(hasRates && presentSignificance(analytics)),
    ...(query.previous && {
      compare: presentComparison(
        query.previous,
        presentTotals(analytics.totals, hasRates),
        presentTotals(analytics.previous, hasRates),
      ),
    }),
    ...presentFunnel(question, analytics),
    ...presentTrust(question, analytics, beside),
    freshness: beside.freshness,
  };
}

function presentSignificance({ experiment }: Analytics) {
  const told = experiment && variantSignificance(experiment.variants);
  return told && { significance: { slug: experiment.slug, ...told } };
}

const presentTotals = ({ metrics, revenue }: Totals, hasRate: boolean) => ({
  ...metrics,
  conversionRate: hasRate ? rate(metrics.conversions, metrics.qualifiedClicks) : null,
  revenue: [...revenue],
});

function presentGroups({ query }: Question, { groups }: Analytics) {
  const groupings = groupingsOf(query);
  const isCompared = query.previous !== undefined;
  const hasRates = choosesConversions(query);
  const of = (dimensions: Grouping) => {
    const index = groupings.findIndex((grouping) => grouping.join() === dimensions.join());
    return inOrder(dimensions, groups[index] ?? []).map((group) =>
      presentGroup(dimensions, group, {
        isCompared: isCompared && !dimensions.includes("day"),
        hasRate: hasRates && dimensions.every(isKnownOfConversions),
      }),
    );
  };
  return {
    groups: of(query.groupBy),
    ...(query.breakdowns.length > 0 && {
      breakdowns: Object.fromEntries(query.breakdowns.map((dimension) => [dimension, of([dimension])])),
    }),
  };
}

/** Days in theirs, and within a day the largest first. */
function inOrder(dimensions: Grouping, groups: readonly Group[]): readonly Group[] {
  const day = dimensions.indexOf("day");
  if (day === -1) return groups;
  const dayOf = ({ keys }: Group) => Date.parse(keys[day] ?? "");
  return groups.toSorted((one, other) => dayOf(one) - dayOf(other));
}

type Told = { readonly isCompared: boolean; readonly hasRate: boolean };

function presentGroup(
  dimensions: Grouping,
  { keys, metrics, previous }: Group,
  { isCompared, hasRate }: Told,
) {
  return {
    keys: Object.fromEntries(dimensions.map((dimension, index) => [dimension, keys[index] ?? ""])),
    ...metrics,
    ...(hasRate && { conversionRate: rate(metrics.conversions, metrics.qualifiedClicks) }),
    ...(isCompared && { previous, change: presentChange(metrics, previous) }),
  };
}

/** Each rate is of the first step. */
function presentFunnel({ query, hasFunnel }: Question, { totals, paid, funnel }: Analytics) {
  const steps =
    query.funnel !== undefined
      ? query.funnel.steps.map((step, index) => ({ name: stepText(step), count: funnel?.[index] ?? 0 }))
      : hasFunnel
        ? fromClicksToMoney(totals.metrics, choosesConversions(query) ? paid : undefined)
        : undefined;
  if (steps === undefined) return {};
  const first = steps[0]?.count ?? 0;
  return { funnel: { steps: steps.map((step) => ({ ...step, rate: rate(step.count, first) })) } };
}

/** `paid`: `undefined` where conversions are not known. */
const fromClicksToMoney = (
  { clicks, qualifiedClicks, conversions }: Metrics,
  paid: number | undefined,
): { name: string; count: number }[] =>
  Object.entries({
    clicks,
    qualifiedClicks,
    ...(paid !== undefined && { conversions, revenue: paid }),
  }).map(([name, count]) => ({ name, count }));

function presentTrust(
  { query, hasConfidence }: Question,
  { quality }: Analytics,
  { freshness, campaignLinks }: Beside,
) {
  if (quality === undefined) return {};
  return {
    ...(hasConfidence && { confidence: confidenceOf(quality, freshness) }),
    ...(campaignLinks && { campaignHealth: presentHealth(query, quality, { freshness, campaignLinks }) }),
  };
}

/** What of a campaign's health a range of events can tell. */
function presentHealth(
  query: AnalyticsQuery,
  quality: Quality,
  { freshness, campaignLinks }: Pick<Beside, "freshness"> & { readonly campaignLinks: CampaignLinks },
) {
  const results = choosesConversions(query) ? quality.conversions + quality.leads : undefined;
  const checks = trafficChecks({ ...quality, results }, freshness, campaignLinks);
  return { status: worstOf(checks), checks };
}
