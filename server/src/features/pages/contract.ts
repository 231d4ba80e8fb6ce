import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { CreatePageBody, PageBody, PageChangeBody, PageVersionBody } from "./page-body.ts";
import { PageSlug } from "./page-slug.ts";

const named = z.object({ pageSlug: PageSlug });
const reading = { role: "CREATOR", scope: "pages.read" } as const;
const writing = { role: "CREATOR", scope: "pages.write" } as const;
const nextToken = z.string().nullable();

/** The one key, of its kind, that the pages of a list are cut by. */
const cursor = <T extends "string" | "number">(kind: T) =>
  z
    .string()
    .max(500)
    .transform((token, context) => {
      const [key, ...rest] = keyAfter(token) ?? [];
      if (typeof key === kind && rest.length === 0) return key as T extends "string" ? string : number;
      context.addIssue({ code: "custom", message: "No list has given this out." });
      return z.NEVER;
    })
    .optional();
const limit = z.coerce.number().int().min(1).max(1000).default(100);

export const listPages = defineOperation({
  ...reading,
  id: "listPages",
  method: "get",
  path: "/pages",
  summary: "List pages by their slugs",
  request: {
    query: z.strictObject({
      status: z.enum(["DRAFT", "PUBLISHED"]).optional(),
      limit,
      nextToken: cursor("string"),
    }),
  },
  responses: { 200: z.object({ pages: z.array(PageBody), nextToken }) },
  errors: [],
});

export const createPage = defineOperation({
  ...writing,
  id: "createPage",
  method: "post",
  path: "/pages",
  gate: "creator_pages",
  summary: "Create a page; visitors see it once it is published",
  request: { body: CreatePageBody },
  responses: { 201: PageBody },
  errors: ["invalid_slug", "invalid_destination_url", "conflict"],
  creates: true,
});

export const getPage = defineOperation({
  ...reading,
  id: "getPage",
  method: "get",
  path: "/pages/{pageSlug}",
  summary: "Get one page, as it was written last",
  request: { params: named },
  responses: { 200: PageBody },
  errors: ["invalid_slug", "not_found"],
  versioned: true,
});

export const upsertPage = defineOperation({
  ...writing,
  id: "upsertPage",
  method: "put",
  path: "/pages/{pageSlug}",
  gate: "creator_pages",
  summary: "Create a page, or change the fields sent; what visitors see changes when it is published",
  request: { params: named, body: PageChangeBody },
  responses: { 200: PageBody, 201: PageBody },
  errors: ["invalid_slug", "invalid_destination_url", "conflict"],
  versioned: true,
});

export const deletePage = defineOperation({
  ...writing,
  id: "deletePage",
  method: "delete",
  path: "/pages/{pageSlug}",
  summary: "Delete a page; its versions stay, and it can be brought back",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["invalid_slug", "not_found"],
  versioned: true,
});

export const publishPage = defineOperation({
  ...writing,
  id: "publishPage",
  method: "post",
  path: "/pages/{pageSlug}/publish",
  gate: "creator_pages",
  summary: "Show visitors the page as it was written last",
  request: { params: named },
  responses: { 200: PageBody },
  errors: ["invalid_slug", "not_found"],
  versioned: true,
});

export const unpublishPage = defineOperation({
  ...writing,
  id: "unpublishPage",
  method: "post",
  path: "/pages/{pageSlug}/unpublish",
  free: true,
  summary: "Show visitors the page no longer; it stays as a draft",
  request: { params: named },
  responses: { 200: PageBody },
  errors: ["invalid_slug", "not_found"],
  versioned: true,
});

const PagePreviewBody = z
  .object({ previewUrl: z.string().openapi({ format: "uri" }), expiresAt: z.iso.datetime() })
  .openapi("PagePreview");

export const previewPage = defineOperation({
  ...reading,
  id: "previewPage",
  method: "get",
  path: "/pages/{pageSlug}/preview",
  summary: "An address, for an hour, under which anyone who has it sees the page as it was written last",
  request: { params: named },
  responses: {
    200: PagePreviewBody,
  },
  errors: ["invalid_slug", "not_found"],
});

export const previewPageDraft = defineOperation({
  ...writing,
  id: "previewPageDraft",
  method: "post",
  path: "/pages/{pageSlug}/preview",
  summary: "The same of a page with a change that is not saved; nothing of the page is written",
  description: "A handle has 300 of these a minute.",
  request: { params: named, body: PageChangeBody.omit({ slug: true }).openapi("PageDraft") },
  responses: { 200: PagePreviewBody },
  errors: ["invalid_slug", "invalid_destination_url", "not_found"],
});

export const listPageVersions = defineOperation({
  ...reading,
  id: "listPageVersions",
  method: "get",
  path: "/pages/{pageSlug}/history",
  summary: "Every version of a page with what was done and by whom, newest first, also of a deleted one",
  request: {
    params: named,
    query: z.strictObject({ limit: limit.pipe(z.int().max(100)), nextToken: cursor("number") }),
  },
  responses: { 200: z.object({ versions: z.array(PageVersionBody), nextToken }) },
  errors: ["invalid_slug", "not_found"],
});

export const rollbackPage = defineOperation({
  ...writing,
  id: "rollbackPage",
  method: "post",
  path: "/pages/{pageSlug}/rollback",
  gate: "creator_pages",
  summary:
    "Make a page what it was in an earlier version, also when it was deleted; visitors see it once it is published",
  request: {
    params: named,
    body: z.strictObject({ version: z.int().min(1) }).openapi("RollbackPage"),
  },
  responses: { 200: PageBody },
  errors: ["invalid_slug", "invalid_destination_url", "not_found", "conflict"],
  versioned: true,
});
