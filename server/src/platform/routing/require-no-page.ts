import { AppError } from "#kernel/errors.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";

const onePage = readStatement<
  { readonly handle_id: string; readonly slug: string },
  { readonly slug: string }
>((db, { handle_id, slug }) =>
  readerOf(db).selectFrom("pages").select("slug").where("handle_id", "=", handle_id).where("slug", "=", slug),
);

/** Throws 409 where a page of the handle has this slug, a draft too: what is at an address is one thing. */
export async function requireNoPage(read: Reader, handleId: string, slug: string): Promise<void> {
  const [page] = await onePage(read, { handle_id: handleId, slug });
  if (page !== undefined) throw new AppError("conflict", `A page of this handle has the slug "${slug}".`);
}
