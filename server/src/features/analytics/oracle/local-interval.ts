import type { Interval } from "#features/analytics/analytics-query.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** For tests: a name for the interval that a moment is in, read off a clock and a calendar that hang in that zone. */
export function localInterval(at: number, interval: Interval, tz: string): string {
  const { year, month, day, hour, timeZoneName } = clockAt(at, tz);
  switch (interval) {
    case "hour":
      return `${year}-${month}-${day} ${hour} ${timeZoneName}`;
    case "day":
      return `${year}-${month}-${day}`;
    case "week": {
      const noon = Date.UTC(Number(year), Number(month) - 1, Number(day), 12);
      const sinceMonday = (new Date(noon).getUTCDay() + 6) % 7;
      return new Date(noon - sinceMonday * 86_400_000).toISOString().slice(0, 10);
    }
    case "month":
      return `${year}-${month}`;
  }
}

/** Few zones and moments, asked for again and again. */
const clocks = new Map<string, Clock>();

type Clock = Record<"year" | "month" | "day" | "hour" | "timeZoneName", string>;

function clockAt(at: number, tz: string): Clock {
  const key = `${tz} ${at}`;
  const clock = clocks.get(key) ?? readClock(at, tz);
  clocks.set(key, clock);
  return clock;
}

function readClock(at: number, tz: string): Clock {
  let format = formats.get(tz);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      ...({ timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit" } as const),
      timeZoneName: "longOffset",
    });
    formats.set(tz, format);
  }
  const parts = format.formatToParts(at).map(({ type, value }) => [type, value]);
  return Object.fromEntries(parts) as Clock;
}
