import type { Interval } from "./analytics-query.ts";

/**
 * The beginning of every interval that overlaps [from, to), in epoch milliseconds. Days, weeks (from Monday) and months
 * are those of the zone, so that one of them may have 23 or 25 hours. A day that the zone skipped is none.
 */
export function seriesPoints(from: number, to: number, interval: Interval, tz: string): number[] {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(tz);
  const points: number[] = [];
  for (let count = 0; ; count++) {
    const point = pointAfter(start, interval, count).epochMilliseconds;
    if (point >= to) return points;
    // A skipped day would begin when the one after it does, and one into whose end the clock is put back has ended before.
    if (point <= from) points.pop();
    if (point !== points.at(-1)) points.push(point);
  }
}

/** From the date each time: a day after one that began at one in the morning begins at midnight again. */
function pointAfter(
  start: Temporal.ZonedDateTime,
  interval: Interval,
  count: number,
): Temporal.ZonedDateTime {
  const date = start.toPlainDate();
  switch (interval) {
    case "hour":
      return start.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ hours: count });
    case "day":
      return date.add({ days: count }).toZonedDateTime(start.timeZoneId);
    case "week":
      return date.add({ days: 7 * count - date.dayOfWeek + 1 }).toZonedDateTime(start.timeZoneId);
    case "month":
      return date.with({ day: 1 }).add({ months: count }).toZonedDateTime(start.timeZoneId);
  }
}
