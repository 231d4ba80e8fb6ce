import { expect, test } from "vitest";
import { dayParams } from "./day-sql.ts";
import { seriesPoints } from "./series-points.ts";

const DAY_MS = 86_400_000;

/** As the engine reads it, in days since 1970. */
function dayAt(at: number, { shiftedSince, shifts }: ReturnType<typeof dayParams>): number {
  const index = shiftedSince.findLastIndex((since) => since <= at / 1000);
  return Math.floor((at / 1000 + (shifts[index] ?? Number.NaN)) / 86_400);
}

const dateAt = (at: number, tz: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(tz)
    .toPlainDate()
    .since("1970-01-01", { largestUnit: "day" }).days;

test("in every zone, at each change of its clocks from 2000 to 2030, days begin where those of a series do", () => {
  for (const tz of Intl.supportedValuesOf("timeZone")) {
    let change = Temporal.Instant.from("2000-01-05T00:00Z").toZonedDateTimeISO(tz);
    for (;;) {
      const next = change.getTimeZoneTransition("next");
      if (next === null || next.epochMilliseconds > Date.UTC(2030, 0)) break;
      change = next;
      const range = {
        from: change.epochMilliseconds - 2 * DAY_MS,
        to: change.epochMilliseconds + 2 * DAY_MS,
      };
      const params = dayParams({ ...range, tz });
      for (const point of seriesPoints(range.from, range.to, "day", tz).slice(1)) {
        const days = [dayAt(point - 1, params), dayAt(point, params), dayAt(point + DAY_MS / 2, params)];
        const before = dateAt(seriesPoints(point - 1, point, "day", tz)[0] ?? 0, tz);
        expect(days, `${tz} ${change}`).toEqual([before, dateAt(point, tz), dateAt(point, tz)]);
      }
    }
  }
});

test("what is said of a zone is short, however long the range is", () => {
  const range = { from: Date.UTC(2000, 0, 2), to: Date.UTC(2100, 0) };
  expect(dayParams({ ...range, tz: "Asia/Kolkata" })).toEqual({ shiftedSince: [946751400], shifts: [19800] });
  expect(dayParams({ ...range, tz: "Europe/Berlin" }).shifts).toHaveLength(201);
});
