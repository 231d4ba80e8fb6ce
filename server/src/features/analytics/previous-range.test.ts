import { expect, test } from "vitest";
import { previousRange } from "./previous-range.ts";

const range = (from: string, to: string, tz: string, now: string) => {
  const asked = { from: Date.parse(from), to: Date.parse(to) };
  const previous = previousRange(asked, tz, new Date(now));
  return [previous.from, previous.to].map((at) => new Date(at).toISOString());
};
/** Of a range that is over, before which nothing is left out. */
const before = (from: string, to: string, tz: string) => {
  const [begin, end] = range(from, to, tz, "2030-01-01");
  expect(end).toBe(new Date(from).toISOString());
  return begin;
};

test("a week before is seven days of the zone, also across a change of its clocks", () => {
  // In Berlin clocks went forward on 30 March 2025 and back on 26 October.
  expect(before("2025-03-30T22:00Z", "2025-04-06T22:00Z", "Europe/Berlin")).toBe("2025-03-23T23:00:00.000Z");
  expect(before("2025-03-23T23:00Z", "2025-03-30T22:00Z", "Europe/Berlin")).toBe("2025-03-16T23:00:00.000Z");
  expect(before("2025-10-26T23:00Z", "2025-11-02T23:00Z", "Europe/Berlin")).toBe("2025-10-19T22:00:00.000Z");
  expect(before("2025-03-30T22:00Z", "2025-04-06T22:00Z", "UTC")).toBe("2025-03-23T22:00:00.000Z");
});

test("hours beyond whole days are hours, and a millisecond is one", () => {
  expect(before("2025-03-30T00:30Z", "2025-03-30T01:30Z", "Europe/Berlin")).toBe("2025-03-29T23:30:00.000Z");
  expect(before("2025-03-02T00:00Z", "2025-03-03T06:00Z", "UTC")).toBe("2025-02-28T18:00:00.000Z");
  expect(before("2025-01-01T00:00Z", "2025-01-01T00:00:00.001Z", "UTC")).toBe("2024-12-31T23:59:59.999Z");
});

test("a month is as many days as it has, not the month before it", () => {
  expect(before("2025-03-01T00:00Z", "2025-04-01T00:00Z", "UTC")).toBe("2025-01-29T00:00:00.000Z");
});

test.each([
  ["America/Santiago", "2026-09-06", "2026-09-12", "2026-08-30T00:00-04:00"],
  ["Africa/Cairo", "2026-04-24", "2026-04-30", "2026-04-17T00:00+02:00"],
  ["Asia/Beirut", "2026-03-29", "2026-04-04", "2026-03-22T00:00+02:00"],
  ["America/Havana", "2026-03-08", "2026-03-08", "2026-03-07T00:00-05:00"],
  ["America/Santiago", "2026-09-07", "2026-09-07", "2026-09-06T01:00-03:00"],
])("days are days where one of them begins at one: in %s before %s to %s", (tz, from, to, expected) => {
  const startOf = (date: string, days: number) =>
    Temporal.PlainDate.from(date).add({ days }).toZonedDateTime(tz).toInstant().toString();
  expect(before(startOf(from, 0), startOf(to, 1), tz)).toBe(new Date(expected).toISOString());
});

test("the range before a day that follows one that the zone skipped is as long as it, and not empty", () => {
  // From the 30th, which Apia skipped, to the end of the 31st.
  expect(before("2011-12-30T10:00Z", "2011-12-31T10:00Z", "Pacific/Apia")).toBe("2011-12-29T10:00:00.000Z");
});

test("of a range that is not over as much is compared as has passed, by the clock and the calendar", () => {
  const today = (now: string) => range("2026-11-29T23:00Z", "2026-11-30T23:00Z", "Europe/Berlin", now);
  expect(today("2026-11-30T16:20Z")).toEqual(["2026-11-28T23:00:00.000Z", "2026-11-29T16:20:00.001Z"]);
  expect(today("2026-11-30T22:59:59.999Z")).toEqual(["2026-11-28T23:00:00.000Z", "2026-11-29T23:00:00.000Z"]);
  // A week in which clocks went back: what was 17:20 then is another time of UTC.
  expect(range("2026-10-25T23:00Z", "2026-11-01T23:00Z", "Europe/Berlin", "2026-10-26T16:20Z")).toEqual([
    "2026-10-18T22:00:00.000Z",
    "2026-10-19T15:20:00.001Z",
  ]);
  expect(range("2026-11-29T10:00Z", "2026-12-01T22:00Z", "UTC", "2026-11-30T12:00Z")).toEqual([
    "2026-11-26T22:00:00.000Z",
    "2026-11-28T00:00:00.001Z",
  ]);
});

test("of a range that has not begun nothing is compared", () => {
  const [begin, end] = range("2026-12-01T00:00Z", "2026-12-02T00:00Z", "UTC", "2026-10-01T00:00Z");
  expect([begin, end]).toEqual(["2026-11-30T00:00:00.000Z", "2026-11-30T00:00:00.000Z"]);
});
