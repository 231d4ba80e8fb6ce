import type { UsedLink } from "#features/links/link.ts";
import type { LinkTables } from "#features/links/link-tables.ts";
import { toUsedLink } from "#features/links/link-tables.ts";
import type { Slug } from "#features/links/slug.ts";
import { usedLinks } from "#features/links/store.ts";
import type { Reader } from "#platform/database/database.ts";

/** What is known of a slug: its link, and its last version, zero where it has never been used. */
export type KnownSlug = { readonly before: UsedLink | undefined; readonly lastVersion: number };

/** Many at once, because a question for each would cost more than its answer. */
export async function findKnown(
  read: Reader,
  handleId: string,
  slugs: readonly Slug[],
): Promise<ReadonlyMap<Slug, KnownSlug>> {
  const known = new Map<Slug, KnownSlug>();
  if (slugs.length === 0) return known;
  for (const { slug, version } of await lastVersions(read, handleId, slugs)) {
    known.set(slug, { before: undefined, lastVersion: Number(version) });
  }
  if (known.size === 0) return known; // Every link has a version.
  const rows = await usedLinks(read, handleId).where("links.slug", "in", slugs).execute();
  for (const row of rows) {
    const before = toUsedLink(row);
    known.set(row.slug, { before, lastVersion: before.link.version });
  }
  return known;
}

const lastVersions = (read: Reader, handleId: string, slugs: readonly Slug[]) =>
  read
    .$extendTables<LinkTables>()
    .selectFrom("link_versions")
    .select(({ fn }) => ["slug", fn.max("version").as("version")])
    .where("handle_id", "=", handleId)
    .where("slug", "in", slugs)
    .groupBy("slug")
    .execute();
