import fc from "fast-check";
import { expect, test } from "vitest";
import { type TimeWindow, WEEKDAYS } from "./routing-rule.ts";
import { compileTimeWindow } from "./time-window.ts";

const ZONES = [
  "UTC",
  "Europe/Vienna",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
];
const time = fc
  .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const anyWindow: fc.Arbitrary<TimeWindow> = fc.record(
  {
    tz: fc.constantFrom(...ZONES),
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    from: time,
    to: time,
  },
  { requiredKeys: ["tz"] },
);
const moment = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2090, 0) });

/** By the calendar, with nothing remembered. */
function expected({ tz, days = WEEKDAYS, from = "00:00", to = "00:00" }: TimeWindow, at: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tz);
  const clock = local.toPlainTime().toString({ smallestUnit: "minute" });
  const dayOf = (date: Temporal.PlainDate) => WEEKDAYS[date.dayOfWeek - 1] ?? "MON";
  const today = local.toPlainDate();
  const isOn = (date: Temporal.PlainDate) => days.includes(dayOf(date));
  if (from < to) return clock >= from && clock < to && isOn(today);
  return (clock >= from && isOn(today)) || (clock < to && isOn(today.subtract({ days: 1 })));
}

test("a moment is in a window exactly when the zone's calendar says so, whatever was asked before", () => {
  fc.assert(
    fc.property(anyWindow, fc.array(moment, { minLength: 1, maxLength: 20 }), (window, moments) => {
      const isIn = compileTimeWindow(window);
      for (const at of moments) expect(isIn(at), new Date(at).toISOString()).toBe(expected(window, at));
    }),
    { numRuns: 1000 },
  );
});

test("a night belongs to the day on which it began, and the clock is turned in the middle of one", () => {
  const isIn = compileTimeWindow({ tz: "Europe/Vienna", days: ["SAT"], from: "22:00", to: "06:00" });
  // The last Saturday of October 2026: at three in the morning it is two once more.
  expect(isIn(Date.parse("2026-10-24T21:59:00+02:00"))).toBe(false);
  expect(isIn(Date.parse("2026-10-24T22:00:00+02:00"))).toBe(true);
  expect(isIn(Date.parse("2026-10-25T05:59:00+01:00"))).toBe(true);
  expect(isIn(Date.parse("2026-10-25T06:00:00+01:00"))).toBe(false);
  expect(isIn(Date.parse("2026-10-25T22:30:00+01:00"))).toBe(false);
});

test("in a zone that no calendar is kept in it is never time, and nothing fails", () => {
  for (const hours of [{}, { from: "09:00", to: "17:00" }, { from: "22:00", to: "06:00" }]) {
    const isIn = compileTimeWindow({ tz: "SystemV/AST4", ...hours });
    expect([0, 1, 12, 23].map((hour) => isIn(Date.UTC(2026, 0, 1, hour)))).not.toContain(true);
  }
});
