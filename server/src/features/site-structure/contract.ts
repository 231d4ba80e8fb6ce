import { z } from "@hono/zod-openapi";
import { CampaignId } from "#features/links/index.ts";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { StructureBody, StructureVersionView, StructureView } from "./structure-body.ts";

const PATH = "/site-structure/campaigns/{campaignId}";
const named = z.object({ campaignId: CampaignId });
const reading = { role: "CREATOR", scope: "pages.read" } as const;
const writing = { role: "CREATOR", scope: "pages.write" } as const;

export const getSiteStructureSchema = defineOperation({
  auth: "none",
  id: "getSiteStructureSchema",
  method: "get",
  path: "/v2/public/site-structure/schema",
  summary: "The JSON Schema of a site structure, for editors and generators",
  description: "As `PUT` takes it. Beyond it, some fields need others: what is wrong is told by its path.",
  responses: { 200: z.looseObject({ $schema: z.string() }) },
  errors: [],
});

export const getSiteStructure = defineOperation({
  ...reading,
  id: "getSiteStructure",
  method: "get",
  path: PATH,
  summary: "What a campaign's page is made of",
  request: { params: named },
  responses: { 200: StructureView },
  errors: ["not_found"],
  versioned: true,
});

export const putSiteStructure = defineOperation({
  ...writing,
  id: "putSiteStructure",
  method: "put",
  path: PATH,
  gate: "creator_pages",
  summary: "Say what a campaign's page is made of",
  description:
    "The whole of it, as another version; visitors go on seeing what was published. A campaign's id is enough: the " +
    "campaign itself may come later.",
  request: { params: named, body: StructureBody },
  responses: { 200: StructureView, 201: StructureView },
  errors: ["invalid_slug", "invalid_destination_url"],
  versioned: true,
});

export const publishSiteStructure = defineOperation({
  ...writing,
  id: "publishSiteStructure",
  method: "post",
  path: `${PATH}/publish`,
  gate: "creator_pages",
  summary: "Make the newest version the campaign's page, and show it to visitors",
  description:
    "The page `detailsPageSlug` is made, or made anew, and belongs to the campaign. 409 where a link, or a page that is not " +
    "the campaign's, has the slug. A page under a slug of before stays until it is unpublished.",
  request: { params: named },
  responses: { 200: StructureView },
  errors: ["not_found", "conflict", "invalid_destination_url"],
  versioned: true,
});

export const listSiteStructureVersions = defineOperation({
  ...reading,
  id: "listSiteStructureVersions",
  method: "get",
  path: `${PATH}/versions`,
  summary: "Every version of a campaign's site structure, the newest first",
  request: {
    params: named,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      nextToken: z
        .string()
        .max(500)
        .transform((token, issues) => {
          const [key] = keyAfter(token) ?? [];
          if (typeof key === "number") return key;
          issues.addIssue({ code: "custom", message: "No list has given this out." });
          return z.NEVER;
        })
        .optional(),
    }),
  },
  responses: {
    200: z.object({ versions: z.array(StructureVersionView), nextToken: z.string().nullable() }),
  },
  errors: ["not_found"],
});

export const rollbackSiteStructure = defineOperation({
  ...writing,
  id: "rollbackSiteStructure",
  method: "post",
  path: `${PATH}/rollback`,
  gate: "creator_pages",
  summary: "Make an earlier version the newest; visitors see it once it is published",
  request: {
    params: named,
    body: z.strictObject({ version: z.int().min(1) }).openapi("RollbackSiteStructure"),
  },
  responses: { 200: StructureView },
  errors: ["not_found"],
  versioned: true,
});
