import { expect, test } from "vitest";
import { parseAnalyticsSearch } from "./analytics-search.ts";
import { askedRange } from "./date-range.ts";

const now = new Date(2026, 2, 1, 15, 30);

test("without a choice it is the last thirty days, today among them", () => {
  expect(askedRange({}, now)).toEqual({ from: "2026-01-31", to: "2026-03-01", interval: "day" });
  expect(askedRange({ range: "1" }, now)).toEqual({ from: "2026-03-01", to: "2026-03-01", interval: "hour" });
  expect(askedRange({ range: "12x" }, now).from).toBe("2026-01-31");
});

test("days that are no range fall back to the thirty", () => {
  for (const wrong of [
    { from: "2026-03-02", to: "2026-03-01" },
    { from: "2026-13-01", to: "2026-14-01" },
    { from: "2026-03-01" },
  ]) {
    expect(askedRange(wrong, now).from).toBe("2026-01-31");
  }
});

test("the longer the range, the coarser the points", () => {
  expect(askedRange({ from: "2025-01-01", to: "2025-12-31" }, now).interval).toBe("week");
  expect(askedRange({ from: "2020-01-01", to: "2025-12-31" }, now).interval).toBe("month");
});

test("an address keeps what is state, as text, and nothing else", () => {
  expect(parseAnalyticsSearch({ slug: 2024, country: "AT", evil: "x", bots: "yes", range: "" })).toEqual({
    slug: "2024",
    country: "AT",
  });
});
