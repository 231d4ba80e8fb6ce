import type { Reader } from "#platform/database/database.ts";
import type { LinkTables } from "./link-tables.ts";
import type { Slug } from "./slug.ts";

/** Which of these texts are slugs of links that the handle has now. */
export async function findTakenSlugs(
  read: Reader,
  handleId: string,
  texts: readonly string[],
): Promise<ReadonlySet<string>> {
  if (texts.length === 0) return new Set();
  const rows = await read
    .$extendTables<LinkTables>()
    .selectFrom("links")
    .select("slug")
    .where("handle_id", "=", handleId)
    .where("slug", "in", texts as readonly Slug[]) // One that is no slug is no link's.
    .execute();
  return new Set(rows.map(({ slug }) => slug));
}
