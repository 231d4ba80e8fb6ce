import { AppError } from "#kernel/errors.ts";

export const INTERVALS = ["hour", "day", "week", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

export const DIMENSIONS = [
  "day",
  "slug",
  "country",
  "device",
  "referrer",
  "campaign",
  "source",
  "browser",
  "os",
  "language",
  "variant",
  "utmSource",
  "utmMedium",
  "utmCampaign",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The columns that a caller can narrow by. */
export const FILTERS = ["slug", "campaign", "country", "device", "referrer", "source"] as const;
export type Filter = (typeof FILTERS)[number];

/** One question, complete: nothing is left to a default of whoever answers it. */
export type AnalyticsQuery = {
  readonly handleId: string;
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  readonly interval: Interval;
  /** An IANA time zone, in which days begin. */
  readonly tz: string;
  readonly groupBy: Dimension | undefined;
  readonly filters: Readonly<Partial<Record<Filter, readonly string[]>>>;
  readonly includeBots: boolean;
  readonly limit: number;
};

const DAY_MS = 86_400_000;
const INTERVAL_MS = { hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS, month: 28 * DAY_MS } as const;
const POINTS_MAX = 5_000;
const DEFAULT_DAYS = 30;

type Range = { readonly from: number; readonly to: number };

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
  if (start >= end) throw invalid("from", "must be before to");
  if ((end - start) / INTERVAL_MS[interval] > POINTS_MAX) {
    throw invalid("interval", `gives more than ${POINTS_MAX} points over this range`);
  }
  return { from: start, to: end };
}

/** The zone by its proper name; throws for one that does not exist. */
export function parseTimeZone(text: string): string {
  try {
    if (!/^[A-Za-z]/.test(text)) throw new RangeError("an offset is no zone");
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch (cause) {
    throw invalid("tz", "is not a time zone such as Europe/Berlin", cause);
  }
}

function momentOf(field: string, text: string, tz: string, daysAfter: number): number {
  try {
    const ms = text.includes("T")
      ? Temporal.Instant.from(text).epochMilliseconds
      : Temporal.PlainDate.from(text).add({ days: daysAfter }).toZonedDateTime(tz).epochMilliseconds;
    const isNear = ms >= Date.UTC(2000, 0) && ms < Date.UTC(2100, 0);
    if (!isNear) throw new RangeError("far away");
    return ms;
  } catch (cause) {
    throw invalid(field, "is not a moment between 2000 and 2100", cause);
  }
}

function invalid(path: string, message: string, cause?: unknown): AppError {
  return new AppError("invalid_payload", `${path}: ${message}`, {
    cause,
    details: { details: [{ path, message }] },
  });
}
