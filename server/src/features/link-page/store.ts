import { type LinkPageDocument, PLAIN_LINK_PAGE } from "#kernel/page-document.ts";
import type { Reader, Tx } from "#platform/database/database.ts";

/** Version 0: nobody has chosen anything yet. */
export type LinkPage = { readonly document: LinkPageDocument; readonly version: number };

export async function findLinkPage(read: Reader, handleId: string): Promise<LinkPage> {
  const row = await read
    .selectFrom("link_pages")
    .select(["document", "version"])
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  return row === undefined
    ? { document: PLAIN_LINK_PAGE, version: 0 }
    : { document: JSON.parse(row.document), version: row.version };
}

export async function saveLinkPage(
  tx: Tx,
  handleId: string,
  { document, version }: LinkPage,
  now: Date,
): Promise<void> {
  const row = { document: JSON.stringify(document), version, updated_at: now.getTime() };
  await tx
    .insertInto("link_pages")
    .values({ handle_id: handleId, ...row })
    .onConflict((taken) => taken.column("handle_id").doUpdateSet(row))
    .execute();
}
