import { z } from "@hono/zod-openapi";
import { CreateLinkBody, LinkChangeBody } from "#features/links/link-body.ts";
import { Slug } from "#features/links/slug.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { FORMATS } from "./vendor-formats.ts";

const writing = { role: "CREATOR", scope: "links.write" } as const;

const UPLOADS = [
  "text/csv",
  "text/tab-separated-values",
  "application/x-ndjson",
  "application/ndjson",
  "text/plain",
] as const;

const ItemError = z.object({
  error: z.string(),
  message: z.string(),
  details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const result = {
  slug: z.string().nullable(),
  version: z.int().optional(),
  error: ItemError.optional(),
};

/** Shown, and checked link by link: one that does not fit is a result of its own. */
const { slugLength, slugPrefix } = CreateLinkBody.shape;
const BatchLink = LinkChangeBody.extend({ slug: Slug.optional(), slugLength, slugPrefix });
const shownAs = z.toJSONSchema(BatchLink, { io: "input", unrepresentable: "any" });

export const batchLinks = defineOperation({
  ...writing,
  id: "batchLinks",
  method: "post",
  path: "/links/batch",
  summary: "Create or change up to 1000 links, each by itself",
  description:
    "One result a link, in their order. A link that is refused does not hold up the others. Without `slug` one is made, as " +
    "when a link is created. Everything follows as from single requests: versions, audit, events, redirects.",
  request: {
    body: z
      .strictObject({
        links: z
          .array(z.unknown().openapi(shownAs as object))
          .min(1)
          .max(1000),
      })
      .openapi("BatchLinks"),
  },
  responses: {
    200: z.object({
      results: z.array(
        z.object({
          index: z.int(),
          status: z.enum(["created", "updated", "unchanged", "failed"]),
          ...result,
        }),
      ),
      created: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      failed: z.int(),
    }),
  },
  errors: [],
  creates: true,
  bodyBytesMax: 2 * 1024 * 1024,
});

const query = z.strictObject({
  dryRun: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
  onConflict: z
    .enum(["update", "skip", "fail"])
    .default("update")
    .openapi({ description: "What happens to a link that is there already." }),
  slugs: z
    .enum(["strict", "adapt"])
    .default("strict")
    .openapi({
      description:
        "`adapt` makes a slug of one that cannot be kept (too short, too long, other characters), always the same, and " +
        "keeps the old one as `externalId`.",
    }),
});

const HOW =
  "A table with a header (commas, semicolons or tabs), or a JSON object a line; UTF-8, up to 100 000 rows and 256 MB. " +
  "Its columns are those of `GET /links/export`, or those of an export of Bitly, Short.io, Rebrandly, Dub, Kutt, Shlink " +
  "or YOURLS, or any with a column `url`; case, blanks and underscores do not matter. A column that is absent leaves its " +
  "field as it is, an empty cell of ours clears it, one of another's says nothing; the parts of `tracking` are replaced " +
  "together. A cell that begins with an apostrophe before `=`, `+`, `-`, `@` or its end is meant without it. Nothing is " +
  "lost in silence: what is not kept stands in `ignoredColumns`, a row that is refused has its `error`, and where the rest " +
  "of a file could not be read, `stopped` says why and after which row. Rows are written as they are read, 250 at a " +
  "time, and stay when a later one fails; the same file may be sent again and says `unchanged`. A link that had a password " +
  "(`passwordProtected`) does not come out open: its row fails unless it brings a `password` or the link has one. A dry " +
  "run writes and undoes; it does not see circles of links, or paths that clash, within one file.";

const summary = {
  dryRun: z.boolean(),
  format: z.enum(FORMATS),
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  failed: z.int(),
  stopped: ItemError.extend({ afterRow: z.int() }).nullable(),
  ignoredColumns: z.array(z.string()),
};

export const importLinks = defineOperation({
  ...writing,
  id: "importLinks",
  method: "post",
  path: "/links/bulk-import",
  summary: "Import links from a file",
  description:
    `${HOW} The counts are complete; of the results the answer holds 10 000, those that failed before those that were ` +
    "skipped before all others, and says with `truncated` that there are more: `POST /links/bulk-import/stream` has all. " +
    "When the credential ends meanwhile, the answer is 401 and what was written by then stays.",
  request: { query, upload: UPLOADS },
  responses: {
    200: z
      .object({
        ...summary,
        results: z.array(
          z.object({
            row: z.int(),
            line: z.int(),
            status: z.enum(["created", "updated", "unchanged", "skipped", "failed"]),
            adaptedFrom: z.string().optional(),
            ...result,
          }),
        ),
        truncated: z.boolean(),
      })
      .openapi("LinkImport"),
  },
  errors: [],
});

export const streamImport = defineOperation({
  ...writing,
  id: "streamLinkImport",
  method: "post",
  path: "/links/bulk-import/stream",
  summary: "Import links from a file, and hear of every row as it is written",
  description:
    `${HOW} The answer is \`application/x-ndjson\`: a line for every row, as in \`results\`, and as its last line the ` +
    "summary, which alone has `rows`. An answer without that line was cut: the credential ended, or the server did.",
  request: { query, upload: UPLOADS },
  responses: { 200: "stream" },
  errors: [],
});

export const exportLinks = defineOperation({
  role: "CREATOR",
  scope: "links.read",
  id: "exportLinks",
  method: "get",
  path: "/links/export",
  gate: "exports",
  summary: "All links with every field, as a file",
  description:
    "In the order of slugs, streamed, and cut when the credential ends. `POST /links/bulk-import` makes the same links of " +
    "it. In CSV, what a spreadsheet would calculate (and the empty text) has an apostrophe before it, which an import takes " +
    "away; lists of labels are joined by bars, rules and the social card are JSON. Passwords are never exported: " +
    "`passwordProtected` says that there is one. A link that changes meanwhile is there once, as it was or as it is.",
  request: { query: z.strictObject({ format: z.enum(["csv", "ndjson"]) }) },
  responses: { 200: "stream" },
  errors: [],
});
