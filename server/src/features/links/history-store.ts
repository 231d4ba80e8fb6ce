import { type HandleActor, nameOf } from "#kernel/actor.ts";
import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import { pick, readStatement, writeStatement } from "#platform/database/statement.ts";
import { BLANK, type LinkFields } from "./link.ts";
import type { LinkTables } from "./link-tables.ts";
import type { Slug } from "./slug.ts";

type VersionRow = LinkTables["link_versions"];
type Slot = Pick<VersionRow, "handle_id" | "slug">;

export type LinkVersion = {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  /** `null` for a deletion. */
  readonly snapshot: LinkFields | null;
};

const lastVersion = readStatement<Slot, { readonly version: number }>((db, { handle_id, slug }) =>
  versionsOf(readerOf(db), handle_id, slug).select("version").orderBy("version", "desc").limit(1),
);

/** Zero where the slug has never been used. Versions go on counting after a deletion. */
export async function findLastVersion(read: Reader, handleId: string, slug: Slug): Promise<number> {
  const [row] = await lastVersion(read, { handle_id: handleId, slug });
  return row?.version ?? 0;
}

export async function findVersion(
  read: Reader,
  handleId: string,
  slug: Slug,
  version: number,
): Promise<LinkVersion | undefined> {
  const row = await versionsOf(read, handleId, slug)
    .selectAll()
    .where("version", "=", version)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** Newest first, from the one before `before` on. */
export async function listVersions(
  read: Reader,
  handleId: string,
  slug: Slug,
  before: number | undefined,
  limit: number,
): Promise<LinkVersion[]> {
  const all = versionsOf(read, handleId, slug).selectAll().orderBy("version", "desc").limit(limit);
  const rows = await (before === undefined ? all : all.where("version", "<", before)).execute();
  return rows.map(toVersion);
}

const insert = writeStatement<VersionRow>((db, row) =>
  db
    .$extendTables<LinkTables>()
    .insertInto("link_versions")
    .values(pick(row, "handle_id", "slug", "version", "at", "actor", "snapshot")),
);

export async function insertVersion(
  tx: Tx,
  actor: HandleActor,
  slug: Slug,
  version: number,
  snapshot: LinkFields | null,
  now: Date,
): Promise<void> {
  await insert(tx, {
    handle_id: actor.handleId,
    slug,
    version,
    at: now.getTime(),
    actor: nameOf(actor),
    snapshot: snapshot && JSON.stringify(snapshot),
  });
}

const versionsOf = (read: Reader, handleId: string, slug: Slug) =>
  read
    .$extendTables<LinkTables>()
    .selectFrom("link_versions")
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug);

/** What was written before a field existed has it blank. */
const toVersion = (row: VersionRow): LinkVersion => ({
  version: row.version,
  at: new Date(row.at),
  actor: row.actor,
  snapshot: row.snapshot === null ? null : { ...BLANK, ...JSON.parse(row.snapshot) },
});
