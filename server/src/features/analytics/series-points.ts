import type { Interval } from "./analytics-query.ts";

/**
 * The beginning of every interval that overlaps [from, to), in epoch milliseconds. Days, weeks (from Monday) and months
 * are those of the zone, so that one of them may have 23 or 25 hours.
 */
export function seriesPoints(from: number, to: number, interval: Interval, tz: string): number[] {
  let point = startOf(Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(tz), interval);
  const points: number[] = [];
  while (point.epochMilliseconds < to) {
    points.push(point.epochMilliseconds);
    point = point.add(STEP[interval]);
  }
  return points;
}

const STEP = { hour: { hours: 1 }, day: { days: 1 }, week: { weeks: 1 }, month: { months: 1 } } as const;

function startOf(moment: Temporal.ZonedDateTime, interval: Interval): Temporal.ZonedDateTime {
  switch (interval) {
    case "hour":
      return moment.round({ smallestUnit: "hour", roundingMode: "floor" });
    case "day":
      return moment.startOfDay();
    case "week":
      return moment.subtract({ days: moment.dayOfWeek - 1 }).startOfDay();
    case "month":
      return moment.with({ day: 1 }).startOfDay();
  }
}
