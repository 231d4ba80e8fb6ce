import { z } from "@hono/zod-openapi";
import { EVENT_KINDS } from "#kernel/visit-event.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { splitValues } from "#platform/http/split-values.ts";

const VALUES_MAX = 50;
const SLUG_LENGTH_MAX = 200;

/** One value or several with commas between. */
const Values = z
  .string()
  .max(2000)
  .transform((text) => splitValues(text).filter((part) => part !== ""));

export const streamLiveEvents = defineOperation({
  id: "streamLiveEvents",
  method: "get",
  path: "/analytics/live",
  summary: "What visitors do, as server-sent events, within two seconds",
  description:
    "`text/event-stream`. Each event has its kind as `event`, a JSON object as `data`, and as `id` a position from which `Last-Event-ID` or `lastEventId` goes on: what was missed in between comes first, as far as it is at most ten minutes and 1 000 events; where some were left out, an event `gap` says so. Of more than 64 events in ten seconds some come twice, with the same `id` in their data. A comment every fifteen seconds shows that the stream lives. At most 20 streams of one handle at a time.",
  role: "CREATOR",
  scope: "analytics.read",
  request: {
    query: z.strictObject({
      slug: Values.pipe(z.array(z.string().max(SLUG_LENGTH_MAX)).min(1).max(VALUES_MAX)).optional(),
      kind: Values.pipe(z.array(z.enum(EVENT_KINDS)).min(1)).optional(),
      includeBots: z
        .enum(["true", "false"])
        .default("true")
        .transform((text) => text === "true"),
      lastEventId: z.string().max(500).optional(),
    }),
  },
  responses: { 200: "stream" },
  errors: ["rate_limited"],
});
