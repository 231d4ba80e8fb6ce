import { z } from "@hono/zod-openapi";
import { ROLES } from "#kernel/access.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { HandleName } from "./handle-name.ts";

const DisplayName = z.string().trim().min(1).max(100).nullable();

const HandleBody = z
  .object({
    handle: z.string(),
    displayName: z.string().nullable(),
    ownerUserId: z.string(),
    /** The caller's own. */
    role: z.enum(ROLES),
    url: z.url(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Handle");

const ProfileBody = z
  .object({
    handle: z.string(),
    displayName: z.string().nullable(),
    bio: z.string().nullable(),
    avatarUrl: z.string().nullable(),
    theme: z.string().nullable(),
    version: z.int(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Profile");

const CollaboratorsBody = z
  .object({
    ownerUserId: z.string(),
    ownerEmail: z.string().nullable().openapi({ description: "`null` where the owner's account is gone." }),
    collaborators: z.array(z.object({ userId: z.string(), email: z.string(), role: z.string() })),
  })
  .openapi("Collaborators");

/** Hides the one key that the pages of both lists are cut by. */
const NextToken = z
  .string()
  .max(512)
  .transform((text, issues) => {
    const [key] = keyAfter(text) ?? [];
    if (typeof key === "string") return key;
    issues.addIssue({ code: "custom", message: "This is no nextToken that a page gave." });
    return z.NEVER;
  });

const paged = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  nextToken: NextToken.optional(),
};
const members = { role: "CREATOR", scope: "jwt-only" } as const;
const owner = { role: "OWNER", scope: "jwt-only" } as const;

export const createHandle = defineOperation({
  auth: "user",
  id: "createHandle",
  method: "post",
  path: "/v2/handles",
  summary: "Claim a handle, and own it",
  request: {
    body: z.strictObject({ handle: HandleName, displayName: DisplayName.optional() }).openapi("CreateHandle"),
  },
  responses: { 201: HandleBody },
  errors: ["invalid_handle", "conflict"],
  creates: true,
});

export const listHandles = defineOperation({
  auth: "user",
  id: "listHandles",
  method: "get",
  path: "/v2/handles",
  summary: "The handles you work in, by name",
  request: { query: z.strictObject(paged) },
  responses: { 200: z.object({ handles: z.array(HandleBody), nextToken: z.string().nullable() }) },
  errors: [],
});

export const getHandle = defineOperation({
  ...members,
  id: "getHandle",
  method: "get",
  path: "",
  summary: "One handle, and your role in it",
  responses: { 200: HandleBody },
  errors: [],
  versioned: true,
});

export const deleteHandle = defineOperation({
  ...owner,
  id: "deleteHandle",
  method: "delete",
  path: "",
  summary: "Delete a handle with everything in it; its name is nobody's ever after",
  request: { query: z.strictObject({ confirm: z.string().max(64).optional() }) },
  responses: { 204: "empty" },
  errors: ["confirmation_required"],
});

export const getProfile = defineOperation({
  ...members,
  id: "getProfile",
  method: "get",
  path: "/profile",
  summary: "What a handle shows of itself",
  responses: { 200: ProfileBody },
  errors: [],
  versioned: true,
});

export const updateProfile = defineOperation({
  ...members,
  id: "updateProfile",
  method: "put",
  path: "/profile",
  summary: "Change the fields sent; null clears one",
  request: {
    body: z
      .strictObject({
        displayName: DisplayName,
        bio: z.string().trim().max(500).nullable(),
        avatarUrl: z
          .url({ protocol: /^https?$/, hostname: z.regexes.domain })
          .max(2048)
          .nullable(),
        theme: z
          .string()
          .regex(/^[a-z][a-z0-9-]{0,39}$/)
          .nullable(),
      })
      .partial()
      .openapi("UpdateProfile"),
  },
  responses: { 200: ProfileBody },
  errors: [],
  versioned: true,
});

export const renameHandle = defineOperation({
  ...owner,
  id: "renameHandle",
  method: "post",
  path: "/rename",
  summary: "Give a handle another name; the old one leads to it for ninety days",
  request: { body: z.strictObject({ handle: HandleName }).openapi("RenameHandle") },
  responses: { 200: HandleBody },
  errors: ["invalid_handle", "conflict"],
});

export const listCollaborators = defineOperation({
  ...members,
  id: "listCollaborators",
  method: "get",
  path: "/collaborators",
  summary: "Who works in a handle",
  responses: { 200: CollaboratorsBody },
  errors: [],
  versioned: true,
});

const WantedBody = z
  .strictObject({
    userId: z.string().min(1).max(64).optional(),
    email: z.string().trim().toLowerCase().max(254).optional(),
    role: z.enum(["CREATOR", "OPERATOR"]),
  })
  .refine(({ userId, email }) => userId !== undefined || email !== undefined, "Name a userId or an email.");

export const replaceCollaborators = defineOperation({
  ...owner,
  id: "replaceCollaborators",
  method: "put",
  path: "/collaborators",
  free: true,
  summary: "Replace the whole list of who works in a handle; the owner stays",
  request: {
    body: z.strictObject({ collaborators: z.array(WantedBody).max(100) }).openapi("ReplaceCollaborators"),
  },
  responses: { 200: CollaboratorsBody },
  errors: ["invalid_collaborators"],
  versioned: true,
});

export const transferOwnership = defineOperation({
  ...owner,
  id: "transferOwnership",
  method: "post",
  path: "/transfer-ownership",
  free: true,
  summary: "Make a collaborator the owner; you stay as OPERATOR",
  request: {
    body: z.strictObject({ newOwnerUserId: z.string().min(1).max(64) }).openapi("TransferOwnership"),
  },
  responses: { 200: HandleBody },
  errors: ["new_owner_required"],
});

const AuditEventBody = z
  .object({
    id: z.string(),
    action: z.string(),
    target: z.string(),
    actor: z.string(),
    details: z.record(z.string(), z.unknown()).nullable(),
    at: z.iso.datetime(),
  })
  .openapi("AuditEvent");

export const listAuditEvents = defineOperation({
  role: "OPERATOR",
  scope: "audit.read",
  id: "listAuditEvents",
  method: "get",
  path: "/audit-events",
  summary: "What was done in a handle and by whom, newest first",
  request: {
    query: z.strictObject({
      ...paged,
      actor: z.string().max(100).optional(),
      action: z.string().max(100).optional(),
    }),
  },
  responses: { 200: z.object({ auditEvents: z.array(AuditEventBody), nextToken: z.string().nullable() }) },
  errors: [],
});

export const getUsageMeters = defineOperation({
  role: "CREATOR",
  scope: "usage.read",
  id: "getUsageMeters",
  method: "get",
  path: "/usage-meters",
  summary: "How much of everything there is in a handle",
  responses: {
    200: z.object({
      meters: z.array(z.object({ name: z.string(), used: z.number(), limit: z.number().nullable() })),
    }),
  },
  errors: [],
});
