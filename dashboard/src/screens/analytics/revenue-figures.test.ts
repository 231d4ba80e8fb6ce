import { expect, test } from "vitest";
import type { Schemas } from "#api/schemas.ts";
import { revenueFigures } from "./revenue-figures.ts";

type Money = Schemas["Analytics"]["totals"]["revenue"];

const counts = { clicks: 1, qualifiedClicks: 1, botClicks: 0, visitors: 1, conversions: 1, impressions: 0 };
const totalsOf = (revenue: Money) => ({ ...counts, conversionRate: 1, revenue });
const compare = {
  range: { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" },
  totals: totalsOf([]),
  change: {
    ...{ ...counts, conversionRate: null },
    revenue: [
      { currency: "AUD", value: -1 },
      { currency: "EUR", value: null },
      { currency: "USD", value: 0.5 },
    ],
  },
};
const [aud, eur, usd] = [
  { currency: "AUD", value: 0 },
  { currency: "EUR", value: 20 },
  { currency: "USD", value: 9000 },
] as const;

test("every currency is told with its own change, those that brought something first", () => {
  expect(revenueFigures({ totals: totalsOf([aud, eur, usd]), compare })).toEqual([
    { money: eur, change: null },
    { money: usd, change: 0.5 },
    { money: aud, change: -1 },
  ]);
});

test("a refund is something, and where nothing is compared nothing has changed", () => {
  const refund = { currency: "CHF", value: -5 };
  expect(revenueFigures({ totals: totalsOf([aud, refund]) })).toEqual([
    { money: refund, change: null },
    { money: aud, change: null },
  ]);
});

test("of currencies that all brought nothing one is told, and where there is none, none", () => {
  const nothing = [aud, { currency: "USD", value: 0 }];
  expect(revenueFigures({ totals: totalsOf(nothing), compare })).toEqual([{ money: aud, change: -1 }]);
  expect(revenueFigures({ totals: totalsOf([]), compare })).toEqual([]);
});
