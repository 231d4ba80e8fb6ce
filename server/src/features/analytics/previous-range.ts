import type { Range } from "./analytics-query.ts";

/**
 * The range that ends where this one begins, and has as many days of the zone's calendar, and hours beyond them, as this
 * one: seven days before are seven days also where one of them has 23 hours. Of a range that is not over, as much is compared
 * as has passed: until it was as late by the clock, so many days earlier, as it is now.
 */
export function previousRange({ from, to }: Range, tz: string, now: Date): Range {
  const zoned = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(tz);
  const [start, end] = [zoned(from), zoned(to)];
  // Between starts of days dates are counted, since a day may begin at one in the morning, and is one day for all that.
  const isOfDays = isStartOfDay(start) && isStartOfDay(end);
  const asked = isOfDays
    ? start.toPlainDate().until(end.toPlainDate())
    : start.until(end, { largestUnit: "day" });
  const before = isOfDays ? start.subtract(asked).startOfDay() : start.subtract(asked);
  const isNone = before.epochMilliseconds >= from; // The days before were skipped by the zone.
  const begin = isNone ? from - (to - from) : before.epochMilliseconds;
  const passed = now.getTime() + 1; // As a range without `to` has it, this millisecond has.
  if (passed >= to) return { from: begin, to: from };
  const length = isNone ? Temporal.Duration.from({ milliseconds: to - from }) : asked;
  const cut = zoned(passed).subtract(length).epochMilliseconds;
  return { from: begin, to: Math.max(begin, Math.min(cut, from)) };
}

const isStartOfDay = (moment: Temporal.ZonedDateTime): boolean => moment.equals(moment.startOfDay());
