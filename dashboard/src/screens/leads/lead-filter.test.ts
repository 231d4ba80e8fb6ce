import { expect, test } from "vitest";
import { NO_SPAM, problemsOf, questionOf } from "./lead-filter.ts";

test("a filter asks only what is whole, and its last day as a whole", () => {
  expect(questionOf({ ...NO_SPAM, email: "ada@", campaignId: "s" })).toEqual({ spam: "false" });
  const { from, to } = questionOf({ ...NO_SPAM, from: "2026-02-28", to: "2026-02-28" });
  expect(new Date(String(from))).toEqual(new Date("2026-02-28T00:00"));
  expect(new Date(String(to))).toEqual(new Date("2026-03-01T00:00"));
});

test("a day of a year with five digits is said to be none, and not asked", () => {
  const filter = { ...NO_SPAM, from: "12026-01-01", to: "12026-01-01" };
  expect(Object.keys(problemsOf(filter))).toEqual(["from", "to"]);
  expect(questionOf(filter)).toEqual({ spam: "false" });
});
