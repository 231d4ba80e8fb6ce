import { findPage } from "#features/pages/index.ts";
import { findStructure } from "#features/site-structure/index.ts";
import type { Reader } from "#platform/database/database.ts";
import type { PageStanding } from "./campaign-checks.ts";

/** What visitors see of a campaign's page; `undefined` for a campaign that has no site structure. */
export async function readPageStanding(
  read: Reader,
  handleId: string,
  campaignId: string,
): Promise<PageStanding | undefined> {
  const current = await findStructure(read, handleId, campaignId);
  if (current === undefined) return undefined;
  const { version, structure, publication } = current;
  const slug = publication?.pageSlug ?? structure.detailsPageSlug;
  const page = publication && (await findPage(read, handleId, slug));
  const isVisible = page !== undefined && page.publishedVersion !== null;
  return { slug, version, publishedVersion: publication?.version ?? null, isVisible };
}
