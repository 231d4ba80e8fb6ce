import type { Tx } from "#platform/database/database.ts";
import { pick, writeStatement } from "#platform/database/statement.ts";
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
  for (const label of before) {
    if (!after.includes(label)) await remove(tx, { handle_id: handleId, kind, label, slug });
  }
  for (const label of after) {
    if (!before.includes(label)) await insert(tx, { handle_id: handleId, kind, label, slug });
  }
}

type LabelRow = LinkTables["link_labels"];

const insert = writeStatement<LabelRow>((db, row) =>
  db
    .$extendTables<LinkTables>()
    .insertInto("link_labels")
    .values(pick(row, "handle_id", "kind", "label", "slug")),
);
const remove = writeStatement<LabelRow>((db, { handle_id, kind, label, slug }) =>
  db
    .$extendTables<LinkTables>()
    .deleteFrom("link_labels")
    .where("handle_id", "=", handle_id)
    .where("kind", "=", kind)
    .where("label", "=", label)
    .where("slug", "=", slug),
);
