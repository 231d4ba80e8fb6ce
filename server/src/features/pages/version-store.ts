import { type HandleActor, nameOf } from "#kernel/actor.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { PageAction } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";

export type PageVersion = {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  /** `null` for a deletion. */
  readonly document: PageDocument | null;
};

const versionsOf = (read: Reader, handleId: string, slug: PageSlug) =>
  read.selectFrom("page_versions").where("handle_id", "=", handleId).where("slug", "=", slug);

/** Zero where the slug has never been a page's. Versions go on counting after a deletion. */
export async function findLastVersion(read: Reader, handleId: string, slug: PageSlug): Promise<number> {
  const row = await versionsOf(read, handleId, slug)
    .select("version")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function findVersion(
  read: Reader,
  handleId: string,
  slug: PageSlug,
  version: number,
): Promise<PageVersion | undefined> {
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
  slug: PageSlug,
  before: number | undefined,
  limit: number,
): Promise<PageVersion[]> {
  const all = versionsOf(read, handleId, slug).selectAll().orderBy("version", "desc").limit(limit);
  const rows = await (before === undefined ? all : all.where("version", "<", before)).execute();
  return rows.map(toVersion);
}

export async function insertVersion(
  tx: Tx,
  actor: HandleActor,
  slug: PageSlug,
  { version, at, action, document }: Omit<PageVersion, "actor"> & { readonly action: PageAction },
): Promise<void> {
  await tx
    .insertInto("page_versions")
    .values({
      handle_id: actor.handleId,
      slug,
      version,
      at: at.getTime(),
      actor: nameOf(actor),
      action,
      document: document && JSON.stringify(document),
    })
    .execute();
}

type Row = Omit<PageVersion, "at" | "document"> & { readonly at: number; readonly document: string | null };

const toVersion = ({ version, at, actor, action, document }: Row): PageVersion => ({
  version,
  at: new Date(at),
  actor,
  action,
  document: document === null ? null : JSON.parse(document),
});
