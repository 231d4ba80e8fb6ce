import { expect, test } from "vitest";
import { previousFrom } from "./previous-range.ts";

const before = (from: string, to: string, tz: string) =>
  new Date(previousFrom(Date.parse(from), Date.parse(to), tz)).toISOString();

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
