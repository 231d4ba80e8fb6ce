import type { z } from "@hono/zod-openapi";
import type { PageSlug } from "#features/pages/index.ts";
import { AppError } from "#kernel/errors.ts";
import type { StructureBody } from "./structure-body.ts";

/** What a campaign's page is made of. */
export type Structure = z.output<typeof StructureBody>;

export type StructureVersion = {
  readonly campaignId: string;
  readonly structure: Structure;
  readonly version: number;
  readonly actor: string;
  /** The version that this one was brought back from. */
  readonly rolledBackTo: number | null;
  readonly at: Date;
};

/** Which version visitors see, and where. */
export type Publication = {
  readonly version: number;
  readonly pageSlug: PageSlug;
  readonly publishedAt: Date;
};

/** What is there now: the newest version, and what visitors see. */
export type CurrentStructure = StructureVersion & { readonly publication: Publication | undefined };

/** The same for one that was never there and another handle's. */
export const noSuchStructure = () => new AppError("not_found", "This campaign has no site structure.");
