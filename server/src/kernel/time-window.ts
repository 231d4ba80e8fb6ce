import { type TimeWindow, WEEKDAYS } from "./routing-rule.ts";
import { timeZoneNamed } from "./time-zone.ts";

/** Whether a moment, in epoch milliseconds, is in the window. */
export type WindowTest = (at: number) => boolean;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

export function compileTimeWindow({ tz, days, from = "00:00", to = "00:00" }: TimeWindow): WindowTest {
  const start = minutesOf(from);
  const end = minutesOf(to);
  const isOn = WEEKDAYS.map((day) => days === undefined || days.includes(day));
  const offsetAt = offsetIn(tz);
  return (at) => {
    const minutes = Math.floor((at + offsetAt(at)) / MINUTE_MS);
    const minute = modulo(minutes, DAY_MINUTES);
    const day = modulo(Math.floor(minutes / DAY_MINUTES) + 3, 7); // 1970 began on a Thursday.
    if (start < end) return minute >= start && minute < end && isOn[day] === true;
    if (minute >= start) return isOn[day] === true;
    return minute < end && isOn[modulo(day - 1, 7)] === true;
  };
}

/**
 * The zone's offset from UTC in milliseconds, asked anew only where clocks are turned. NaN, with which no moment is in a
 * window, where the zone is none: rules were once stored with such, and a visitor is not to meet an error for it.
 */
function offsetIn(tz: string): (at: number) => number {
  let known = { from: 0, until: 0, offset: 0 };
  return (at) => {
    if (at >= known.from && at < known.until) return known.offset;
    if (timeZoneNamed(tz) === undefined) {
      known = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY, offset: Number.NaN };
      return known.offset;
    }
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tz);
    known = {
      from: at,
      until: zoned.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      offset: zoned.offsetNanoseconds / 1e6,
    };
    return known.offset;
  };
}

function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

const modulo = (value: number, by: number) => ((value % by) + by) % by;
