import { timeZoneNamed } from "#kernel/time-zone.ts";
import type { EventKind } from "#kernel/visit-event.ts";
import { invalidQuery } from "./invalid-query.ts";

export const INTERVALS = ["hour", "day", "week", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

/** What events can be narrowed by. Each is a column of the warehouse; `segment` is one of the texts in `segments`. */
export const FILTERS = [
  "slug",
  "campaign",
  "country",
  "device",
  "referrer",
  "source",
  "segment",
  "variant",
  "browser",
  "os",
  "language",
  "utmSource",
  "utmMedium",
  "utmCampaign",
  "utmTerm",
  "utmContent",
] as const;
export type Filter = (typeof FILTERS)[number];

/** What events can be told apart by. */
export const DIMENSIONS = ["day", ...FILTERS] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Which events a question is about. */
export type EventChoice = {
  readonly handleId: string;
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  /**
   * Several values of one filter are alternatives, and the empty one is what is under an empty key in groups: no known
   * country, no segment. An empty list is no filter.
   */
  readonly filters: Readonly<Partial<Record<Filter, readonly string[]>>>;
  readonly includeBots: boolean;
};

/** One question, complete: nothing is left to a default of whoever answers it. */
export type AnalyticsQuery = EventChoice & {
  readonly interval: Interval;
  /** An IANA time zone, in which days begin. */
  readonly tz: string;
  /** None, one, or two that are told apart together. */
  readonly groupBy: readonly Dimension[];
  /** Each told apart alone. */
  readonly breakdowns: readonly Dimension[];
  /** Of each grouping, how many groups are told. */
  readonly limit: number;
  /** What is compared with: a range that ends at `from`, or before it where this one is not over. */
  readonly previous: Range | undefined;
  readonly funnel: OrderedFunnel | undefined;
  /** Whether is asked how far the numbers can be trusted. */
  readonly hasQuality: boolean;
};

/** Of what kind an event is, and of which name; `undefined`: any. */
export type FunnelStep = { readonly kind: EventKind; readonly name: string | undefined };
export type OrderedFunnel = { readonly steps: readonly FunnelStep[]; readonly windowMs: number };

const DAY_MS = 86_400_000;
const INTERVAL_MS = { hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS, month: 28 * DAY_MS } as const;
const POINTS_MAX = 5_000;
const DEFAULT_DAYS = 30;

/** As `EventChoice` has it. */
export type Range = Pick<EventChoice, "from" | "to">;

/** From and to as a caller wrote them: a day is a day of `tz`, and as `to` it is meant to its end. */
export function parseRange(
  from: string | undefined,
  to: string | undefined,
  tz: string,
  interval: Interval,
  now: Date,
): Range {
  const end = to === undefined ? now.getTime() + 1 : momentOf("to", to, tz, 1);
  const start = from === undefined ? end - DEFAULT_DAYS * DAY_MS : momentOf("from", from, tz, 0);
  if (start >= end) throw invalidQuery("from", "must be before to");
  if ((end - start) / INTERVAL_MS[interval] > POINTS_MAX) {
    throw invalidQuery("interval", `gives more than ${POINTS_MAX} points over this range`);
  }
  return { from: start, to: end };
}

/** The zone by its proper name; throws for one that does not exist. */
export function parseTimeZone(text: string): string {
  const zone = timeZoneNamed(text);
  if (zone === undefined) throw invalidQuery("tz", "is not a time zone such as Europe/Berlin");
  return zone;
}

function momentOf(field: string, text: string, tz: string, daysAfter: number): number {
  try {
    const moment = text.includes("T") ? Temporal.Instant.from(text).toZonedDateTimeISO("UTC") : undefined;
    const date = moment?.toPlainDate() ?? Temporal.PlainDate.from(text);
    // Of a day its own date counts: it may begin or end in another year of UTC.
    if (date.year < 2000 || date.year >= 2100) throw new RangeError("far away");
    return (moment ?? date.add({ days: daysAfter }).toZonedDateTime(tz)).epochMilliseconds;
  } catch (cause) {
    throw invalidQuery(field, "is not a moment between 2000 and 2100", cause);
  }
}
