import { expect, test } from "vitest";
import { instantOf, LAST_DAY, LAST_TIME, localTime } from "./local-time.ts";

test("what a field holds is the instant that this reader means, and comes back as it was typed", () => {
  expect(instantOf("2027-01-01T10:00")).toBe(new Date(2027, 0, 1, 10).toISOString());
  expect(localTime(instantOf("2027-01-01T10:00") ?? null)).toBe("2027-01-01T10:00");
  expect([instantOf(""), localTime(null)]).toEqual([null, ""]);
});

test("a year of five digits is no time, and the last one that is offered is", () => {
  expect([instantOf("12026-01-01T10:00"), localTime("+012026-01-01T10:00:00Z")]).toEqual([undefined, ""]);
  for (const last of [LAST_TIME, `${LAST_DAY}T23:59:59`]) expect(instantOf(last)).toMatch(/^999[89]-/);
});
