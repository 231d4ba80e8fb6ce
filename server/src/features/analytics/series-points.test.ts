import { expect, test } from "vitest";
import { parseRange, parseTimeZone } from "./analytics-query.ts";
import { seriesPoints } from "./series-points.ts";

const points = (from: string, to: string, interval: "hour" | "day" | "week" | "month", tz: string) =>
  seriesPoints(Date.parse(from), Date.parse(to), interval, tz).map((at) => new Date(at).toISOString());

test("days begin where the zone says, also when one has 23 hours and another 25", () => {
  expect(points("2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z", "day", "Europe/Berlin")).toEqual([
    "2026-03-27T23:00:00.000Z",
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  expect(points("2026-10-24T22:00:00Z", "2026-10-26T00:00:00Z", "day", "Europe/Berlin")).toEqual([
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
  ]);
});

test("a day that has no midnight begins at one, and the next at midnight again", () => {
  expect(points("2025-09-06T12:00:00Z", "2025-09-08T12:00:00Z", "day", "America/Santiago")).toEqual([
    "2025-09-06T04:00:00.000Z",
    "2025-09-07T04:00:00.000Z",
    "2025-09-08T03:00:00.000Z",
  ]);
});

test("a day that the zone skipped is no point, and the day after it is one", () => {
  expect(points("2011-12-28T10:00:00Z", "2012-01-01T10:00:00Z", "day", "Pacific/Apia")).toEqual([
    "2011-12-28T10:00:00.000Z",
    "2011-12-29T10:00:00.000Z",
    "2011-12-30T10:00:00.000Z",
    "2011-12-31T10:00:00.000Z",
  ]);
});

test("the hour that a clock shows twice is two intervals, the one it leaves out is none", () => {
  expect(points("2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z", "hour", "Europe/Berlin")).toHaveLength(3);
  expect(points("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z", "hour", "Europe/Berlin")).toHaveLength(2);
});

test("where clocks change by half an hour, hours are full by the clock before and after it, wherever a range begins", () => {
  const day = (from: string) => points(from, "2026-04-06T13:30:00Z", "hour", "Australia/Lord_Howe");
  const back = day("2026-04-04T13:00:00Z");
  expect(back.slice(0, 4).map((at) => at.slice(11, 16))).toEqual(["13:00", "14:00", "15:00", "15:30"]);
  expect(day("2026-04-05T13:30:00Z")).toEqual(back.filter((at) => at >= "2026-04-05T13:30"));
  // In the second half past one, which began at 15:00.
  expect(day("2026-04-04T15:20:00Z")).toEqual(back.filter((at) => at >= "2026-04-04T15:00"));
  expect(day("2026-04-04T15:00:00Z")).toEqual(back.filter((at) => at >= "2026-04-04T15:00"));
  const forward = points("2026-10-03T14:30:00Z", "2026-10-03T18:00:00Z", "hour", "Australia/Lord_Howe");
  expect(forward.map((at) => at.slice(11, 16))).toEqual(["14:30", "15:30", "16:00", "17:00"]);
});

test("weeks begin on Monday and months on the first, each where the range begins inside one", () => {
  expect(points("2026-01-01T00:00:00Z", "2026-01-13T00:00:00Z", "week", "UTC")).toEqual([
    "2025-12-29T00:00:00.000Z",
    "2026-01-05T00:00:00.000Z",
    "2026-01-12T00:00:00.000Z",
  ]);
  expect(points("2026-01-31T00:00:00Z", "2026-03-01T00:00:01Z", "month", "UTC")).toEqual([
    "2026-01-01T00:00:00.000Z",
    "2026-02-01T00:00:00.000Z",
    "2026-03-01T00:00:00.000Z",
  ]);
});

test("a day as `to` is meant to its end, in the zone", () => {
  const now = new Date("2026-06-01T00:00:00Z");
  expect(parseRange("2026-03-29", "2026-03-29", "Europe/Berlin", "hour", now)).toEqual({
    from: Date.parse("2026-03-28T23:00:00Z"),
    to: Date.parse("2026-03-29T22:00:00Z"),
  });
});

test.each(["UTC", "Europe/Berlin", "Pacific/Pago_Pago"])(
  "the first day of 2000 and the last of 2099 may be asked for in %s",
  (tz) => {
    const startOf = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime(tz).epochMilliseconds;
    expect(parseRange("2000-01-01", "2099-12-31", tz, "month", new Date())).toEqual({
      from: startOf("2000-01-01"),
      to: startOf("2100-01-01"),
    });
    for (const [from, to] of [
      ["1999-12-31", "2026-01-01"],
      ["2026-01-01", "2100-01-01"],
      ["1999-12-31T23:59:59Z", "2026-01-01"],
      ["2026-01-01", "2100-01-01T00:00:00Z"],
    ]) {
      const parse = () => parseRange(from, to, tz, "month", new Date());
      expect(parse, `${from} ${to}`).toThrow(expect.objectContaining({ code: "invalid_payload" }));
    }
  },
);

test.each([
  ["2026-01-02", "2026-01-01", "day"],
  ["1900-01-01", undefined, "day"],
  ["2000-01-01", "2026-01-01", "hour"],
] as const)("from %s to %s by %s is refused", (from, to, interval) => {
  const parse = () => parseRange(from, to, "UTC", interval, new Date("2026-01-01T00:00:00Z"));
  expect(parse).toThrow(expect.objectContaining({ code: "invalid_payload" }));
});

test("a zone is known by any of its spellings, and nothing else is a zone", () => {
  expect(parseTimeZone("europe/berlin")).toBe("Europe/Berlin");
  for (const text of ["+01:00", "Mars/Olympus", "", "UTC'", "SystemV/AST4", "PST", "T00:00Z"]) {
    expect(() => parseTimeZone(text)).toThrow(expect.objectContaining({ code: "invalid_payload" }));
  }
});
