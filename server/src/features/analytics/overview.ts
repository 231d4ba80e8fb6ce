import type { AnalyticsQuery, Dimension } from "./analytics-query.ts";
import { COUNTED_AS, type CountedMetric } from "./metrics.ts";
import type { Counted } from "./read-rows.ts";
import { seriesPoints } from "./series-points.ts";
import type { Statement } from "./statement.ts";
import type { VisitorCounting } from "./visitors-sql.ts";

/** What a row counts: all events, those of one interval, or those of one group. */
export type Part = "totals" | "series" | Grouping;
export type Grouping = readonly Dimension[];

/** What is counted of one thing, under its metrics' names, and what it is. */
export type OverviewRow = Counted & Readonly<Record<string, string | number>>;

export type Overview = Pick<Statement, "params"> & {
  /** Ends with its settings. */
  readonly sqlOf: (counting: VisitorCounting) => string;
  /** In how many ways the events are grouped at once. */
  readonly parts: number;
  /** The rows of each part, from those that the warehouse answers. */
  readonly read: (answered: readonly OverviewRow[]) => ReadonlyMap<Part, readonly OverviewRow[]>;
};

/** Under which name a row has a metric of the range before. */
export const previousName = (metric: CountedMetric): string => `previous_${metric}`;

/**
 * Nearly all rows of a handle's granules are wanted: to look at some columns first, and then to read the others of the rows that
 * are left, takes longer.
 */
export const READ_AT_ONCE = "settings optimize_move_to_prewhere = 0";

/** Where the intervals begin is said and not computed there, so that the two have one idea of time zones. */
export const START = "roundDown(toUnixTimestamp(at), {points:Array(UInt32)}) as start";

/** The values of `START`'s parameter, in seconds. */
export const startsOf = ({ from, to, interval, tz }: AnalyticsQuery): readonly number[] =>
  seriesPoints(from, to, interval, tz).map((point) => point / 1000);

/** Whether an event counts as this. A list of one would be looked up as a list. */
export function isCountedAs(metric: CountedMetric): string {
  const values = Object.keys(COUNTED_AS).filter((value) => COUNTED_AS[value]?.includes(metric));
  const texts = values.map((value) => `'${value}'`);
  return texts.length === 1 ? `metric = ${texts[0]}` : `metric in (${texts.join(", ")})`;
}
