import type { Range } from "./analytics-query.ts";
import { METRICS, type Metrics } from "./metrics.ts";

type PresentedTotals = Metrics & {
  /** `null`: not known. */
  readonly conversionRate: number | null;
  readonly revenue: { readonly currency: string; readonly value: number }[];
};

/** The range before, and what has changed since then. */
export function presentComparison({ from, to }: Range, now: PresentedTotals, before: PresentedTotals) {
  const currencies = [...new Set([...now.revenue, ...before.revenue].map(({ currency }) => currency))];
  const amountOf = ({ revenue }: PresentedTotals, currency: string) =>
    revenue.find((money) => money.currency === currency)?.value ?? 0;
  return {
    range: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    totals: before,
    change: {
      ...presentChange(now, before),
      conversionRate: change(now.conversionRate ?? 0, before.conversionRate ?? 0),
      revenue: currencies.sort().map((currency) => ({
        currency,
        value: change(amountOf(now, currency), amountOf(before, currency)),
      })),
    },
  };
}

/** By how much of what it was each metric has grown; `null` where it was nothing. */
export const presentChange = (now: Metrics, before: Metrics): Record<keyof Metrics, number | null> =>
  Object.fromEntries(METRICS.map((metric) => [metric, change(now[metric], before[metric])])) as Record<
    keyof Metrics,
    number | null
  >;

const change = (now: number, before: number): number | null =>
  before === 0 ? null : (now - before) / before;
