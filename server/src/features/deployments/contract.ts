import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { SITE_MODES } from "#kernel/site.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { ANY_TYPE } from "#platform/http/read-upload.ts";
import { DestinationUrl } from "#platform/routing/destination-url.ts";
import {
  ArchiveQuery,
  CreateDeployment,
  DeploymentBody,
  DeploymentId,
  DraftFiles,
  UploadingDeploymentBody,
} from "./deployment-body.ts";

const readers = { role: "CREATOR", scope: "site.deployments.read" } as const;
const writers = { role: "CREATOR", scope: "site.deployments.write" } as const;
const named = z.object({ deploymentId: DeploymentId });

const ARCHIVE_TYPES = [
  "application/zip",
  "application/x-zip-compressed",
  "application/gzip",
  "application/x-gzip",
] as const;

export const createSiteDeployment = defineOperation({
  ...writers,
  id: "createSiteDeployment",
  method: "post",
  path: "/site-deployments",
  summary: "Deploy a page, a set of files or an archive",
  description:
    "A page (`inlineHtml`), or a zip or tar.gz sent as the body, is complete at once. For `files` the answer names an address " +
    "for each that the handle has not stored yet: PUT them there, then complete the deployment. " +
    "What is complete is served at once, unless `activate` is false.",
  request: {
    query: ArchiveQuery,
    body: CreateDeployment,
    upload: ARCHIVE_TYPES,
  },
  responses: { 201: UploadingDeploymentBody },
  errors: ["missing_entrypoint", "conflict"],
  creates: true,
  bodyBytesMax: 4 * 1024 * 1024,
});

export const listSiteDeployments = defineOperation({
  ...readers,
  id: "listSiteDeployments",
  method: "get",
  path: "/site-deployments",
  summary: "All deployments, newest first",
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
  responses: { 200: z.object({ deployments: z.array(DeploymentBody), nextToken: z.string().nullable() }) },
  errors: [],
});

export const getSiteDeployment = defineOperation({
  ...readers,
  id: "getSiteDeployment",
  method: "get",
  path: "/site-deployments/{deploymentId}",
  summary: "Get one deployment",
  request: { params: named },
  responses: { 200: DeploymentBody },
  errors: ["not_found"],
  versioned: true,
});

export const putDraftFiles = defineOperation({
  ...writers,
  id: "putDraftFiles",
  method: "put",
  path: "/site-deployments/{deploymentId}/files",
  free: true,
  summary: "Say which files a draft has; the answer names an address for each that is not stored yet",
  request: { params: named, body: DraftFiles },
  responses: { 200: UploadingDeploymentBody },
  errors: ["not_found", "conflict", "missing_entrypoint"],
  bodyBytesMax: 4 * 1024 * 1024,
});

export const putSiteFile = defineOperation({
  auth: "none",
  id: "putSiteFile",
  method: "put",
  path: "/v2/public/site-uploads/{ticket}",
  summary: "Send the bytes of one file of a deployment, as they are",
  description: "The address is in `putUrls` of the deployment, and good for six hours.",
  request: { params: z.object({ ticket: z.string().max(1000) }), upload: [ANY_TYPE] },
  responses: { 204: "empty" },
  errors: ["not_found", "conflict"],
});

export const getSitePreview = defineOperation({
  ...readers,
  id: "getSitePreview",
  method: "get",
  path: "/site-deployments/{deploymentId}/preview",
  summary: "An address that shows a complete deployment for a day, to whoever knows it",
  request: { params: named },
  responses: { 200: z.object({ previewUrl: z.url(), expiresAt: z.iso.datetime() }) },
  errors: ["not_found", "conflict"],
});

export const completeSiteDeployment = defineOperation({
  ...writers,
  id: "completeSiteDeployment",
  method: "post",
  path: "/site-deployments/{deploymentId}/complete",
  free: true,
  summary: "All files are there: serve it, or have it ready. Answers the same when it is repeated",
  request: { params: named },
  responses: { 200: DeploymentBody },
  errors: ["not_found", "conflict", "missing_entrypoint"],
  versioned: true,
});

export const activateSiteDeployment = defineOperation({
  ...writers,
  id: "activateSiteDeployment",
  method: "post",
  path: "/site-deployments/{deploymentId}/activate",
  summary: "Serve this deployment from the answer on; also one that was served before",
  request: { params: named },
  responses: { 200: DeploymentBody },
  errors: ["not_found", "conflict"],
  versioned: true,
});

export const deleteSiteDeployment = defineOperation({
  ...writers,
  id: "deleteSiteDeployment",
  method: "delete",
  path: "/site-deployments/{deploymentId}",
  summary: "Delete a deployment that is not being served, with its previews",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found", "conflict"],
  versioned: true,
});

const SiteModeBody = z
  .object({
    mode: z.enum(SITE_MODES).openapi({ description: "What the root of the handle's host shows." }),
    isChosen: z.boolean().openapi({ description: "Else it is SITE as soon as there is one." }),
    redirectUrl: z.string().nullable(),
    activeDeploymentId: z.string().nullable(),
    url: z.url().openapi({ description: "Where that is." }),
    version: z.int(),
  })
  .openapi("SiteMode");

export const getSiteMode = defineOperation({
  role: "CREATOR",
  scope: "jwt-only",
  id: "getSiteMode",
  method: "get",
  path: "/site-mode",
  summary: "What the root of the handle's host shows",
  responses: { 200: SiteModeBody },
  errors: [],
  versioned: true,
});

export const putSiteMode = defineOperation({
  role: "OWNER",
  scope: "jwt-only",
  id: "putSiteMode",
  method: "put",
  path: "/site-mode",
  summary: "Choose what the root of the handle's host shows",
  request: {
    body: z
      .strictObject({ mode: z.enum(SITE_MODES), redirectUrl: DestinationUrl.nullable().optional() })
      .openapi("PutSiteMode"),
  },
  responses: { 200: SiteModeBody },
  errors: ["invalid_destination_url"],
  versioned: true,
});
