import { z } from "@hono/zod-openapi";
import { Slug } from "#features/links/index.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { PROBE_ERRORS } from "./link-health.ts";

const SLUGS_MAX = 500;

const nextToken = z
  .string()
  .max(500)
  .transform((token, context) => {
    const [after] = keyAfter(token) ?? [];
    if (typeof after === "string") return after;
    context.addIssue({ code: "custom", message: "No list has given this out." });
    return z.NEVER;
  })
  .optional();

const HealthBody = z
  .object({
    /** How many of the results are those of a probe. */
    checked: z.int(),
    failing: z.int(),
    results: z.array(
      z.object({
        slug: z.string(),
        status: z.int().nullable(),
        latencyMs: z.int().nullable(),
        error: z.enum([...PROBE_ERRORS, "skipped", "not_found"]).nullable(),
        checkedAt: z.iso.datetime().nullable(),
      }),
    ),
    nextToken: z.string().nullable(),
  })
  .openapi("LinkHealth");

const EACH =
  "In `error`: `status` is an answer of 400 or more, `refused` a destination that is not on the open internet, `skipped` " +
  "one that was not probed (for want of time, or because the visitor's path completes it), `not_found` a slug without a " +
  "link. Without `slugs`: all links that are switched on, 200 at a time.";

export const checkLinkHealth = defineOperation({
  id: "checkLinkHealth",
  method: "post",
  path: "/links/health-check",
  free: true,
  summary: "Ask the destinations of links whether they are in order",
  description: `Each is asked once, for ten seconds at most; all together for less than a minute. ${EACH}`,
  role: "CREATOR",
  scope: "links.write",
  request: {
    body: z
      .strictObject({ slugs: z.array(Slug).min(1).max(SLUGS_MAX).optional(), nextToken })
      .openapi("CheckLinkHealth"),
  },
  responses: { 200: HealthBody },
  errors: [],
});

export const getLinkHealth = defineOperation({
  id: "getLinkHealth",
  method: "get",
  path: "/links/health-check",
  summary: "What the last probes of links' destinations found",
  description: `Asks nobody. Without \`checkedAt\` a destination was never probed. ${EACH}`,
  role: "CREATOR",
  scope: "links.read",
  request: {
    query: z.strictObject({
      slugs: z
        .string()
        .max(SLUGS_MAX * 25)
        .transform((text) => text.split(","))
        .pipe(z.array(Slug).min(1).max(SLUGS_MAX))
        .optional(),
      nextToken,
    }),
  },
  responses: { 200: HealthBody },
  errors: [],
});
