import type { PageDocument } from "#kernel/page-document.ts";

/** The types of a structure, and the block without which it would be none. */
export const STRUCTURE_TYPES = {
  LANDING: null,
  LEAD_FORM: "form",
  PRODUCT: "product",
  LINK_LIST: "links",
  ARTICLE: "text",
} as const satisfies Record<string, PageDocument["blocks"][number]["type"] | null>;
export type StructureType = keyof typeof STRUCTURE_TYPES;
