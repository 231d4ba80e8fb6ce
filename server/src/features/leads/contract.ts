import { z } from "@hono/zod-openapi";
import { CampaignId } from "#features/links/index.ts";
import { Email } from "#features/users/index.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { LeadBody, LeadView } from "./lead-body.ts";

const FILES_MAX = 3;
export const FILE_BYTES_MAX = 4 * 1024 * 1024;

const named = z.object({ leadId: z.string().max(64) });
/** What people have said of themselves is for people to read: no token reaches it. */
const forMembers = { role: "CREATOR", scope: "jwt-only" } as const;

export const sendLead = defineOperation({
  auth: "none",
  browsers: true,
  id: "sendLead",
  method: "post",
  path: "/v2/public/handles/{handle}/leads",
  summary: "Send what somebody has filled in",
  description:
    "JSON, or a form as browsers send it (`application/x-www-form-urlencoded`, `multipart/form-data` with up to three " +
    "images of 4 MB); beside images up to 64 KB. Pages of the handle itself and of its context origins may send, and " +
    "whatever is no browser. No credential counts here. On disk when this answers 202. A form without a script is led on " +
    "with 303, or thanked on a plain page. What looks like spam is kept, and says why.",
  request: { params: z.object({ handle: z.string().toLowerCase().max(64) }), body: LeadBody },
  forms: { rest: "fields", filesMax: FILES_MAX, fileBytesMax: FILE_BYTES_MAX },
  bodyBytesMax: 64 * 1024,
  responses: {
    200: "passed",
    202: z
      .object({ accepted: z.literal(true), deduplicated: z.boolean(), leadId: z.string() })
      .openapi("AcceptedLead"),
  },
  errors: ["handle_not_found", "invalid_email"],
});

/** Hides the id of the last lead shown. */
const NextToken = z
  .string()
  .max(512)
  .transform((text, issues) => {
    const [key] = keyAfter(text) ?? [];
    if (typeof key === "string") return key;
    issues.addIssue({ code: "custom", message: "No list has given this out." });
    return z.NEVER;
  });

const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const filters = {
  email: Email.optional(),
  campaignId: CampaignId.optional(),
  slug: z.string().min(1).max(64).optional(),
  form: z.string().min(1).max(64).optional(),
  spam: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ description: "Only what is spam, or only what is none; both where it is not sent." }),
  from: Moment.optional(),
  to: Moment.optional(),
};

export const listLeads = defineOperation({
  ...forMembers,
  id: "listLeads",
  method: "get",
  path: "/leads",
  summary: "List leads, the newest first",
  request: {
    query: z.strictObject({
      ...filters,
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: NextToken.optional(),
    }),
  },
  responses: { 200: z.object({ leads: z.array(LeadView), nextToken: z.string().nullable() }) },
  errors: ["invalid_email"],
});

export const exportLeads = defineOperation({
  ...forMembers,
  id: "exportLeads",
  method: "get",
  path: "/leads/export",
  gate: "exports",
  summary: "Leads as a file, the newest first",
  description:
    "Streamed. In CSV, what a spreadsheet would calculate has an apostrophe before it, and `fields` is JSON.",
  request: { query: z.strictObject({ ...filters, format: z.enum(["csv", "ndjson"]).default("csv") }) },
  responses: { 200: "stream" },
  errors: ["invalid_email"],
});

export const eraseLeads = defineOperation({
  ...forMembers,
  role: "OPERATOR",
  id: "eraseLeads",
  method: "post",
  path: "/leads/erase",
  free: true,
  summary: "Erase every lead of one e-mail address",
  description:
    "They are gone from lists, exports and attachments when this answers, and from events and mails that have not been " +
    "sent. What webhooks and mails have carried away already is where it was carried to.",
  request: { body: z.strictObject({ email: Email }).openapi("EraseLeads") },
  responses: { 200: z.object({ erased: z.int() }) },
  errors: ["invalid_email"],
});

export const getLead = defineOperation({
  ...forMembers,
  id: "getLead",
  method: "get",
  path: "/leads/{leadId}",
  summary: "Get one lead",
  request: { params: named },
  responses: { 200: LeadView },
  errors: ["not_found"],
  versioned: true,
});

export const judgeLead = defineOperation({
  ...forMembers,
  id: "judgeLead",
  method: "patch",
  path: "/leads/{leadId}",
  free: true,
  summary: "Say whether a lead is spam",
  description: "One that is none after all is told of by `lead.captured` then, and counted.",
  request: { params: named, body: z.strictObject({ isSpam: z.boolean() }).openapi("JudgeLead") },
  responses: { 200: LeadView },
  errors: ["not_found"],
  versioned: true,
});

export const deleteLead = defineOperation({
  ...forMembers,
  id: "deleteLead",
  method: "delete",
  path: "/leads/{leadId}",
  summary: "Erase one lead, with its attachments",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});

export const getLeadAttachment = defineOperation({
  ...forMembers,
  id: "getLeadAttachment",
  method: "get",
  path: "/leads/{leadId}/attachments/{attachment}",
  summary: "Download an image that came with a lead",
  description: "As a file to be saved: a browser shows nothing of it here.",
  request: { params: named.extend({ attachment: z.coerce.number().int().min(1).max(FILES_MAX) }) },
  responses: { 200: "stream" },
  errors: ["not_found"],
});
