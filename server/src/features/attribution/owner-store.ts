import type { HandleTables } from "#features/handles/index.ts";
import type { Reader } from "#platform/database/database.ts";

/** The handle a click happened in, under its present name. */
export type Owner = { readonly handleId: string; readonly handle: string };

/** `undefined` for a handle that is deleted. */
export async function findOwner(read: Reader, handleId: string): Promise<Owner | undefined> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handles")
    .select("handle")
    .where("handle_id", "=", handleId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && { handleId, handle: row.handle };
}
