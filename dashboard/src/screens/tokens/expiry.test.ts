import { expect, test } from "vitest";
import { expiresAt } from "./expiry.ts";

test("a token ends after so many days, with a day of this reader's, or never", () => {
  expect(expiresAt("30", "", Date.UTC(2027, 0, 1))).toBe("2027-01-31T00:00:00.000Z");
  expect(expiresAt("date", "2027-01-01", 0)).toBe(new Date(2027, 0, 1, 23, 59, 59).toISOString());
  expect(expiresAt("never", "", 0)).toBeNull();
});

test("a day of a year with five digits, or none, is no day to end on", () => {
  expect([expiresAt("date", "12026-01-01", 0), expiresAt("date", "", 0)]).toEqual([undefined, undefined]);
});
