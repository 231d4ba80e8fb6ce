import type { Interval } from "./analytics-query.ts";

const HOUR_MS = 3_600_000;

/**
 * The beginning of every interval that overlaps [from, to), in epoch milliseconds. Days, weeks (from Monday) and months
 * are those of the zone, so that one of them may have 23 or 25 hours. A day that the zone skipped is none. Hours are those of
 * its clock: a change of it begins one, which is shorter where it is no whole hour.
 */
export function seriesPoints(from: number, to: number, interval: Interval, tz: string): number[] {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(tz);
  if (interval === "hour") return hoursFrom(start, to);
  const points: number[] = [];
  for (let count = 0; ; count++) {
    const point = pointAfter(start, interval, count).epochMilliseconds;
    if (point >= to) return points;
    // A skipped day would begin when the one after it does, and one into whose end the clock is put back has ended before.
    if (point <= from) points.pop();
    if (point !== points.at(-1)) points.push(point);
  }
}

function hoursFrom(start: Temporal.ZonedDateTime, to: number): number[] {
  const change = start.add({ nanoseconds: 1 }).getTimeZoneTransition("previous"); // One at `start` itself, too.
  const since = change?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  const points = [Math.max(since, hourOf(start.epochMilliseconds, start))];
  for (let clock = start; ; ) {
    const next = clock.getTimeZoneTransition("next");
    const end = Math.min(to, next?.epochMilliseconds ?? to);
    for (;;) {
      const point = hourOf(points.at(-1) ?? 0, clock) + HOUR_MS;
      if (point >= end) break;
      points.push(point);
    }
    if (next === null || next.epochMilliseconds >= to) return points;
    points.push(next.epochMilliseconds);
    clock = next;
  }
}

/** When the hour began, if the clock has not been changed since. */
function hourOf(at: number, { offsetNanoseconds }: Temporal.ZonedDateTime): number {
  const local = at + offsetNanoseconds / 1_000_000;
  return at - (local - Math.floor(local / HOUR_MS) * HOUR_MS);
}

/** From the date each time: a day after one that began at one in the morning begins at midnight again. */
function pointAfter(
  start: Temporal.ZonedDateTime,
  interval: Exclude<Interval, "hour">,
  count: number,
): Temporal.ZonedDateTime {
  const date = start.toPlainDate();
  switch (interval) {
    case "day":
      return date.add({ days: count }).toZonedDateTime(start.timeZoneId);
    case "week":
      return date.add({ days: 7 * count - date.dayOfWeek + 1 }).toZonedDateTime(start.timeZoneId);
    case "month":
      return date.with({ day: 1 }).add({ months: count }).toZonedDateTime(start.timeZoneId);
  }
}
