import type { Schemas } from "#api/schemas.ts";

/**
 * What was earned in each currency, and how that has changed since the range before: first the currencies that brought
 * something. Where none did, one of them is enough.
 */
export function revenueFigures({ totals, compare }: Pick<Schemas["Analytics"], "totals" | "compare">) {
  const earning = totals.revenue.filter(({ value }) => value !== 0);
  const others = totals.revenue.filter(({ value }) => value === 0);
  return (earning.length === 0 ? others.slice(0, 1) : [...earning, ...others]).map((money) => ({
    money,
    change: compare?.change.revenue.find(({ currency }) => currency === money.currency)?.value ?? null,
  }));
}
