import type { Tx } from "#platform/database/database.ts";
import type { LinkFields } from "./link.ts";
import type { LinkTables } from "./link-tables.ts";
import type { Slug } from "./slug.ts";

type Labels = Pick<LinkFields, "tags" | "categories">;
type Kind = LinkTables["link_labels"]["kind"];

export const NO_LABELS: Labels = { tags: [], categories: [] };

/** Writes only what differs, so that a change of anything else costs nothing here. */
export async function changeLabels(
  tx: Tx,
  handleId: string,
  slug: Slug,
  before: Labels,
  after: Labels,
): Promise<void> {
  await changeKind(tx, handleId, slug, "tag", before.tags, after.tags);
  await changeKind(tx, handleId, slug, "category", before.categories, after.categories);
}

async function changeKind(
  tx: Tx,
  handleId: string,
  slug: Slug,
  kind: Kind,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const gone = before.filter((label) => !after.includes(label));
  const added = after.filter((label) => !before.includes(label));
  const table = tx.$extendTables<LinkTables>();
  if (gone.length > 0) {
    await table
      .deleteFrom("link_labels")
      .where("handle_id", "=", handleId)
      .where("kind", "=", kind)
      .where("label", "in", gone)
      .where("slug", "=", slug)
      .execute();
  }
  if (added.length > 0) {
    const rows = added.map((label) => ({ handle_id: handleId, kind, label, slug }));
    await table.insertInto("link_labels").values(rows).execute();
  }
}
