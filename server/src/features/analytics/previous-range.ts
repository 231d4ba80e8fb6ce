/**
 * Where the range begins that ends where this one begins, and has as many days of the zone's calendar, and hours beyond
 * them, as this one: seven days before are seven days also where one of them has 23 hours. Epoch milliseconds.
 */
export function previousFrom(from: number, to: number, tz: string): number {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(tz);
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(tz);
  const before = isStartOfDay(start) && isStartOfDay(end) ? daysBefore(start, end) : hoursBefore(start, end);
  // A day that the zone skipped is as long as none.
  return before.epochMilliseconds < from ? before.epochMilliseconds : from - (to - from);
}

/** Dates, since a day may begin at one in the morning, and is one day for all that. */
function daysBefore(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const first = start.toPlainDate();
  return first.subtract(first.until(end.toPlainDate())).toZonedDateTime(start.timeZoneId);
}

const hoursBefore = (start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime) =>
  start.subtract(start.until(end, { largestUnit: "day" }));

const isStartOfDay = (moment: Temporal.ZonedDateTime): boolean => moment.equals(moment.startOfDay());
