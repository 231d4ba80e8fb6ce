import type { PageDocument } from "#kernel/page-document.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { Page } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";

export type PageTables = {
  readonly pages: {
    readonly handle_id: string;
    readonly slug: PageSlug;
    readonly document: string;
    readonly version: number;
    readonly published_version: number | null;
    readonly published_at: number | null;
    readonly listed_at: number | null;
    readonly created_at: number;
    readonly updated_at: number;
  };
};
type PageRow = PageTables["pages"];

const pagesOf = (read: Reader, handleId: string) =>
  read.$extendTables<PageTables>().selectFrom("pages").where("handle_id", "=", handleId);

export async function findPage(read: Reader, handleId: string, slug: PageSlug): Promise<Page | undefined> {
  const row = await pagesOf(read, handleId).selectAll().where("slug", "=", slug).executeTakeFirst();
  return row && toPage(row);
}

/** By slug, those after `after`. */
export async function listPages(
  read: Reader,
  handleId: string,
  status: "DRAFT" | "PUBLISHED" | undefined,
  after: string | undefined,
  limit: number,
): Promise<Page[]> {
  let pages = pagesOf(read, handleId).selectAll();
  if (status === "DRAFT") pages = pages.where("published_version", "is", null);
  if (status === "PUBLISHED") pages = pages.where("published_version", "is not", null);
  if (after !== undefined) pages = pages.where("slug", ">", after as PageSlug);
  const rows = await pages.orderBy("slug").limit(limit).execute();
  return rows.map(toPage);
}

export async function countPages(read: Reader, handleId: string): Promise<number> {
  const { count } = await pagesOf(read, handleId)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Keeps `listed_at` as it is where `listedAt` is left open. */
export async function savePage(
  tx: Tx,
  handleId: string,
  page: Page,
  document: PageDocument,
  listedAt: Date | null | undefined,
): Promise<void> {
  const { slug, version, publishedVersion, publishedAt, createdAt, updatedAt } = page;
  const changing = {
    document: JSON.stringify(document),
    version,
    published_version: publishedVersion,
    published_at: publishedAt?.getTime() ?? null,
    updated_at: updatedAt.getTime(),
    ...(listedAt !== undefined && { listed_at: listedAt?.getTime() ?? null }),
  };
  await tx
    .$extendTables<PageTables>()
    .insertInto("pages")
    .values({ handle_id: handleId, slug, created_at: createdAt.getTime(), ...changing })
    .onConflict((taken) => taken.columns(["handle_id", "slug"]).doUpdateSet(changing))
    .execute();
}

export async function deletePage(tx: Tx, handleId: string, slug: PageSlug): Promise<void> {
  await tx
    .$extendTables<PageTables>()
    .deleteFrom("pages")
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .execute();
}

const toPage = (row: PageRow): Page => ({
  ...(JSON.parse(row.document) as PageDocument),
  slug: row.slug,
  version: row.version,
  publishedVersion: row.published_version,
  publishedAt: row.published_at === null ? null : new Date(row.published_at),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});
