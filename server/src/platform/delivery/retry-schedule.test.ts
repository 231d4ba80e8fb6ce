import fc from "fast-check";
import { expect, test } from "vitest";
import { readRetryAfter } from "./retry-after.ts";
import { RETRY_AFTER_MS, retryDelay } from "./retry-schedule.ts";

const DAY_MS = 86_400_000;
const NOW = new Date("2026-01-01T00:00:00Z");

test("the retries are 5, 10, 20 and 40 s, 5 and 30 min, 2, 5, 10 and 10 h after each other, and then none", () => {
  const hours = RETRY_AFTER_MS.map((ms) => ms / 1000);
  expect(hours).toEqual([5, 10, 20, 40, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
  expect(retryDelay(11, null, Math.random)).toBe(null);
  expect(retryDelay(11, 60_000, Math.random)).toBe(null);
});

test("each is spread by a tenth, and whoever asks for time gets it, up to a day and never less than was due", () => {
  const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.option(fc.nat(3 * DAY_MS)),
      random,
      (failures, asked, chance) => {
        const scheduled = RETRY_AFTER_MS[failures - 1] ?? 0;
        const delay = retryDelay(failures, asked, () => chance) ?? -1;
        const least = Math.max(scheduled * 0.9, Math.min(asked ?? 0, DAY_MS));
        expect(delay).toBeGreaterThanOrEqual(Math.floor(least));
        expect(delay).toBeLessThanOrEqual(Math.max(scheduled * 1.1, Math.min(asked ?? 0, DAY_MS)) + 1);
      },
    ),
  );
});

test.each([
  [null, null],
  ["120", 120_000],
  [" 0 ", 0],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ["-5", null],
  ["1.5", null],
  ["soon", null],
  ["2026", 2_026_000],
  ["2026-01-02", null],
])("a Retry-After of %j asks for %j ms", (header, ms) => {
  expect(readRetryAfter(header, NOW)).toBe(ms);
});

test("no Retry-After makes it throw or ask for a time that is none", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      const ms = readRetryAfter(header, NOW);
      expect(ms === null || (Number.isFinite(ms) && ms >= 0)).toBe(true);
    }),
  );
});
