/** What is asked for of any set of events. */
export const COUNTED_METRICS = [
  "clicks",
  "qualifiedClicks",
  "visitors",
  "conversions",
  "impressions",
] as const;
export type CountedMetric = (typeof COUNTED_METRICS)[number];

/**
 * What an event counts as, by the warehouse's column `metric`; as visitors, whoever it is of. A qualified click is one that no bot,
 * prefetch or HEAD request made.
 */
export const COUNTED_AS: Readonly<Record<string, readonly CountedMetric[]>> = {
  qualifiedClick: ["clicks", "qualifiedClicks", "visitors"],
  automatedClick: ["clicks"],
  conversion: ["conversions"],
  impression: ["impressions"],
};

/** What is told of any set of events. */
export const METRICS = [...COUNTED_METRICS, "botClicks"] as const;
export type Metrics = Readonly<Record<(typeof METRICS)[number], number>>;

/** All clicks are qualified or a bot's. */
export const metricsOf = (numberOf: (metric: CountedMetric) => number): Metrics => ({
  clicks: numberOf("clicks"),
  qualifiedClicks: numberOf("qualifiedClicks"),
  botClicks: numberOf("clicks") - numberOf("qualifiedClicks"),
  visitors: numberOf("visitors"),
  conversions: numberOf("conversions"),
  impressions: numberOf("impressions"),
});

/** Of no event at all. */
export const NOTHING: Metrics = metricsOf(() => 0);

/** The share, and 0 of nothing. */
export const rate = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
