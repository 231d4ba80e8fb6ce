import { z } from "@hono/zod-openapi";
import { PageContentBody, PageSlug } from "#features/pages/index.ts";
import { PAGE_MODES } from "#kernel/page-document.ts";
import { STRUCTURE_TYPES, type StructureType } from "./structure-types.ts";

const TYPES = Object.keys(STRUCTURE_TYPES) as [StructureType, ...StructureType[]];

/** The page of a campaign as it is sent and kept; `schema` is the page itself, its blocks in their order. */
export const StructureBody = z
  .strictObject({
    detailsPageSlug: PageSlug.openapi({ description: "The page that publishing makes, or makes anew." }),
    accessMode: z.enum(PAGE_MODES).default("PUBLIC"),
    structureType: z.enum(TYPES).openapi({
      description:
        "LEAD_FORM has a form block, PRODUCT a product, LINK_LIST links, ARTICLE a text; LANDING any.",
    }),
    schema: PageContentBody,
  })
  .superRefine(({ accessMode, structureType, schema }, issues) => {
    const refuse = (path: string[], message: string) => issues.addIssue({ code: "custom", path, message });
    const needed = STRUCTURE_TYPES[structureType];
    const blocks = schema.blocks ?? [];
    if (blocks.length === 0) refuse(["schema", "blocks"], "A structure has one block or more.");
    else if (needed !== null && !blocks.some(({ type }) => type === needed)) {
      refuse(["schema", "blocks"], `A ${structureType} has a block of the type ${needed}.`);
    }
    const isPaid = accessMode === "PAID";
    for (const field of ["priceCents", "currency"] as const) {
      const isSent = schema[field] !== undefined && schema[field] !== null;
      if (isPaid && !isSent) refuse(["schema", field], "A PAID page needs it.");
      if (!isPaid && isSent) refuse(["schema", field], "Only a PAID page has it.");
    }
  })
  .openapi("SiteStructureChange");

const instant = z.string().openapi({ format: "date-time" });

/** Checked when it was written; here it only says what is shown. */
const shown = {
  detailsPageSlug: z.string(),
  accessMode: z.enum(PAGE_MODES),
  structureType: z.enum(TYPES),
  schema: z.looseObject({ title: z.string() }),
};

export const StructureView = z
  .object({
    campaignId: z.string(),
    ...shown,
    version: z.int(),
    published: z
      .object({
        version: z.int(),
        pageSlug: z.string(),
        url: z.string().openapi({ format: "uri" }),
        publishedAt: instant,
      })
      .nullable()
      .openapi({ description: "What visitors see; an older version where changes wait." }),
    updatedAt: instant,
  })
  .openapi("SiteStructure");

export const StructureVersionView = z
  .object({
    version: z.int(),
    ...shown,
    actor: z.string(),
    rolledBackTo: z.int().nullable(),
    at: instant,
  })
  .openapi("SiteStructureVersion");
