import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";

export const importAnalytics = defineOperation({
  role: "OPERATOR",
  scope: "jwt-only",
  id: "importAnalytics",
  method: "post",
  path: "/analytics/import",
  summary: "Bring clicks and conversions from elsewhere, once for each batch key",
  description:
    "A JSON object a line, up to 1 000 000 lines, 512 MB and 5 000 000 events: `{at, slug, country?, device?, os?, " +
    "browser?, language?, referrer?, source?, campaign?, utmSource?, utmMedium?, utmCampaign?, utmTerm?, utmContent?, " +
    "kind?, visitor?, name?, value?, currency?, count?}`. `at` is a moment with its offset from UTC, or epoch " +
    "milliseconds. `kind` is `click` or `conversion`; `name`, `value` and `currency` are of conversions. `count` stands for so many such events, up to " +
    "100 000. `visitor` is whatever told visitors apart there: it is hashed with a salt that is thrown away, so that one " +
    "visitor is one within a batch, and nobody is known by it. Of `referrer` only the host is kept. Everything arrives or " +
    "nothing does: a line that is refused stands in `details` with its number, and with `onError=skip` is left out. " +
    "The same `batchKey` again answers what it answered first (`replayed`) and adds nothing, whatever is sent. A key of " +
    "which nothing was imported is still unused: an upload without any line is refused, and one of which every line was " +
    "left out answers its report alone. Imported " +
    'events have `{"imported": batchKey}` as their metadata, and count as if they had happened here.',
  request: {
    query: z.strictObject({
      batchKey: z
        .string()
        .regex(/^[\x21-\x7e]{1,128}$/, "A batch key is 1 to 128 visible ASCII characters, without spaces."),
      dryRun: z
        .enum(["true", "false"])
        .default("false")
        .transform((text) => text === "true"),
      onError: z.enum(["fail", "skip"]).default("fail"),
    }),
    upload: ["application/x-ndjson", "application/ndjson"],
  },
  responses: {
    200: z
      .object({
        batchKey: z.string(),
        dryRun: z.boolean(),
        /** The batch had been imported before, and this is what was answered then. */
        replayed: z.boolean(),
        lines: z.int(),
        events: z.int(),
        clicks: z.int(),
        conversions: z.int(),
        /** Lines that were refused. */
        failed: z.int(),
        /** Of the events: the first and the last. */
        from: z.iso.datetime().nullable(),
        to: z.iso.datetime().nullable(),
        /** The first hundred. */
        errors: z.array(z.object({ line: z.int(), path: z.string(), message: z.string() })),
      })
      .openapi("HistoryImport"),
  },
  errors: ["unavailable"],
});
