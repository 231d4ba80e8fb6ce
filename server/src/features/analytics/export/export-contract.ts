import { z } from "@hono/zod-openapi";
import { FILTER_PARAMS } from "#features/analytics/filter-params.ts";
import { EVENT_KINDS } from "#kernel/visit-event.ts";
import { DayOrMoment } from "#platform/http/day-or-moment.ts";
import { defineOperation } from "#platform/http/operation.ts";

export const exportAnalytics = defineOperation({
  role: "CREATOR",
  scope: "analytics.read",
  id: "exportAnalytics",
  method: "get",
  path: "/analytics/export",
  gate: "exports",
  summary: "All events, or a row a day and what they have in common, as a file",
  description:
    "`events`: every event with every field, in the order of time. `daily`: a row for each day of `tz`, slug, country, " +
    "device, source, campaign and variant, with the counts of `GET /analytics`; those add up, except `visitors`. " +
    "Without `from` and `to`: the last 30 days. Filters are those of `GET /analytics`, and `kind`. The file comes as fast " +
    "as it is taken. One that could not be finished, or whose credential ended, breaks off with the connection: an answer that ends properly is whole. In CSV, text that a " +
    "spreadsheet would calculate (after any apostrophes: `=`, `+`, `-`, `@`, their wide forms, a tab or a line break) has " +
    "an apostrophe before it. Events that are not in the warehouse yet are not in the file, see `freshness` there.",
  request: {
    query: z.strictObject({
      format: z.enum(["csv", "ndjson", "parquet"]),
      dataset: z.enum(["events", "daily"]).default("events"),
      from: DayOrMoment.optional(),
      to: DayOrMoment.optional(),
      tz: z.string().max(64).default("UTC"),
      kind: z
        .string()
        .max(200)
        .transform((text) => text.split(","))
        .pipe(z.array(z.enum(EVENT_KINDS)))
        .optional()
        .openapi({ type: "string", description: `Several with commas between: ${EVENT_KINDS.join(", ")}.` }),
      ...FILTER_PARAMS,
      includeBots: z
        .enum(["true", "false"])
        .default("true")
        .transform((text) => text === "true"),
    }),
  },
  responses: { 200: "stream" },
  errors: ["unavailable"],
});
