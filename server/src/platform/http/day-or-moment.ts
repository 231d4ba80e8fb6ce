import { z } from "@hono/zod-openapi";

/**
 * One end of a range in a query: a moment with `Z` or an offset, or a day of the range's time zone, which as the last one is
 * meant to its end.
 */
export const DayOrMoment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: "is neither a day such as 2026-05-01 nor a moment such as 2026-05-01T10:00:00Z",
});
