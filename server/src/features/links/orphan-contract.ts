import { z } from "@hono/zod-openapi";
import { DayOrMoment } from "#platform/http/day-or-moment.ts";
import { defineOperation } from "#platform/http/operation.ts";

export const listOrphans = defineOperation({
  id: "listOrphans",
  method: "get",
  path: "/links/orphans",
  summary: "Visits to slugs that do not exist, by slug and referrer, most first",
  description:
    "What was answered 404, so that a misprinted or deleted address can be given a link. `slug` is as the visitor wrote " +
    "it; `referrer` is the host that the visit came from, empty where none is known. Without `from` and `to`: the last " +
    "30 days.",
  role: "CREATOR",
  scope: "links.read",
  request: {
    query: z.strictObject({
      from: DayOrMoment.optional(),
      to: DayOrMoment.optional(),
      includeBots: z
        .enum(["true", "false"])
        .transform((text) => text === "true")
        .default(false),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: z.object({
      orphans: z.array(
        z.object({
          slug: z.string(),
          referrer: z.string(),
          visits: z.int(),
          lastSeenAt: z.iso.datetime(),
        }),
      ),
    }),
  },
  errors: ["unavailable"],
});
