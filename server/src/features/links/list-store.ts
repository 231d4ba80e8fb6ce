import { sql } from "kysely";
import type { Reader } from "#platform/database/database.ts";
import type { UsedLink } from "./link.ts";
import type { LinkCursor, LinkSort } from "./link-sort.ts";
import { type LinkTables, toUsedLink } from "./link-tables.ts";
import { usedLinks } from "./store.ts";

/** What must hold of a listed link; what is absent, of none. */
export type LinkFilter = {
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly category?: string | undefined;
  readonly campaignId?: string | undefined;
  readonly externalId?: string | undefined;
  readonly enabled?: boolean | undefined;
};

/** In an order that an index has, so that a page costs the same wherever it lies. `q` alone looks at every link. */
export async function listLinks(
  read: Reader,
  handleId: string,
  filter: LinkFilter,
  sort: LinkSort,
  after: LinkCursor | undefined,
  limit: number,
): Promise<UsedLink[]> {
  let links = usedLinks(read, handleId);
  if (filter.q !== undefined) links = links.where(contains(filter.q));
  if (filter.tag !== undefined)
    links = links.where("links.slug", "in", labelled(read, handleId, "tag", filter.tag));
  if (filter.category !== undefined) {
    links = links.where("links.slug", "in", labelled(read, handleId, "category", filter.category));
  }
  if (filter.campaignId !== undefined) links = links.where("campaign_id", "=", filter.campaignId);
  if (filter.externalId !== undefined) links = links.where("external_id", "=", filter.externalId);
  // Written into the text: SQLite uses the index of the disabled ones only where it can see that it fits.
  const { enabled } = filter;
  if (enabled !== undefined) links = links.where("enabled", "=", (is) => is.lit(enabled ? 1 : 0));
  const rows = await inOrder(links, sort, after).limit(limit).execute();
  return rows.map(toUsedLink);
}

const ORDER = {
  slug: undefined,
  createdAt: ["links.created_at", "asc"],
  "-createdAt": ["links.created_at", "desc"],
  updatedAt: ["links.updated_at", "asc"],
  "-updatedAt": ["links.updated_at", "desc"],
} as const satisfies Record<LinkSort, unknown>;

function inOrder(links: ReturnType<typeof usedLinks>, sort: LinkSort, after: LinkCursor | undefined) {
  const order = ORDER[sort];
  if (order === undefined) {
    const following = after === undefined ? links : links.where("links.slug", ">", after.slug);
    return following.orderBy("links.slug");
  }
  const [column, direction] = order;
  const sorted = links.orderBy(column, direction).orderBy("links.slug", direction);
  if (after === undefined) return sorted;
  const comparison = direction === "asc" ? ">" : "<";
  return sorted.where(({ eb, refTuple, tuple }) =>
    eb(refTuple(column, "links.slug"), comparison, tuple(after.at, after.slug)),
  );
}

/** Both engines fold A to Z alone: SQLite always does, PostgreSQL in the C locale that it is started with. */
function contains(text: string) {
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const pattern = `%${folded.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return sql<boolean>`(lower(links.slug) like ${pattern} escape '\\' or lower(title) like ${pattern} escape '\\'
    or lower(destination_url) like ${pattern} escape '\\' or lower(description) like ${pattern} escape '\\')`;
}

const labelled = (read: Reader, handleId: string, kind: "tag" | "category", label: string) =>
  read
    .$extendTables<LinkTables>()
    .selectFrom("link_labels")
    .select("link_labels.slug")
    .where("link_labels.handle_id", "=", handleId)
    .where("link_labels.kind", "=", kind)
    .where("link_labels.label", "=", label);
