import type { PageDocument } from "#kernel/page-document.ts";
import type { Reader } from "#platform/database/database.ts";
import type { PageSlug } from "./page-slug.ts";
import { findPage } from "./store.ts";
import { findVersion } from "./version-store.ts";

/** A page as visitors see it. */
export type PublishedPage = {
  readonly slug: PageSlug;
  readonly version: number;
  readonly document: PageDocument;
};

/** What visitors see under a slug now; `undefined` where they see nothing. */
export async function findPublishedPage(
  read: Reader,
  handleId: string,
  slug: PageSlug,
): Promise<PublishedPage | undefined> {
  const version = (await findPage(read, handleId, slug))?.publishedVersion ?? null;
  const found = version === null ? undefined : await findVersion(read, handleId, slug, version);
  return found?.document ? { slug, version: found.version, document: found.document } : undefined;
}
