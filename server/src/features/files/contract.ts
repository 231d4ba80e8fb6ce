import { z } from "@hono/zod-openapi";
import { Email } from "#features/users/index.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { CreateFileBody, FileBody, FileId, TicketBody } from "./file-body.ts";

const reading = { role: "CREATOR", scope: "files.read" } as const;
const writing = { role: "CREATOR", scope: "files.write" } as const;
const named = z.object({ fileId: FileId });

export const createFile = defineOperation({
  ...writing,
  id: "createFile",
  method: "post",
  path: "/files",
  summary: "Announce a file, and be told where to send its bytes",
  description:
    "The file is there for others once its bytes have arrived. The upload must begin within 15 minutes; one that broke off " +
    "can be gone on with for a day.",
  request: { body: CreateFileBody },
  responses: { 201: TicketBody },
  errors: [],
  creates: true,
});

export const listFiles = defineOperation({
  ...reading,
  id: "listFiles",
  method: "get",
  path: "/files",
  summary: "List files, newest first",
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: z
        .string()
        .max(500)
        .transform((token, context) => {
          const [key, ...rest] = keyAfter(token) ?? [];
          if (typeof key === "string" && rest.length === 0) return key;
          context.addIssue({ code: "custom", message: "No list has given this out." });
          return z.NEVER;
        })
        .optional(),
    }),
  },
  responses: { 200: z.object({ files: z.array(FileBody), nextToken: z.string().nullable() }) },
  errors: [],
});

export const getFile = defineOperation({
  ...reading,
  id: "getFile",
  method: "get",
  path: "/files/{fileId}",
  summary: "Get one file",
  request: { params: named },
  responses: { 200: FileBody },
  errors: ["not_found"],
  versioned: true,
});

export const deleteFile = defineOperation({
  ...writing,
  id: "deleteFile",
  method: "delete",
  path: "/files/{fileId}",
  summary: "Delete a file; no download of it begins after the answer",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});

export const openPublicFile = defineOperation({
  auth: "none",
  id: "openPublicFile",
  method: "get",
  path: "/v2/public/files/{fileId}",
  summary: "Be led to the bytes of a file",
  description:
    "302 to an address that works for an hour, with ranges and an ETag. A file for invited people answers 403 " +
    "`magic_link_required`, and leads a browser to a page that asks for an e-mail address.",
  request: { params: named },
  responses: { 200: "passed" },
  errors: ["not_found", "file_expired", "magic_link_required"],
});

export const requestFileLink = defineOperation({
  auth: "none",
  id: "requestFileLink",
  method: "post",
  path: "/v2/public/files/{fileId}/magic-link",
  summary: "Be mailed a link that opens a file for invited people once, within 15 minutes",
  description: "The answer is always the same, whether or not the address may have the file.",
  request: { params: named, body: z.strictObject({ email: Email }).openapi("RequestFileLink") },
  responses: { 202: z.object({ accepted: z.literal(true) }).openapi("FileLinkRequested") },
  errors: [],
});
