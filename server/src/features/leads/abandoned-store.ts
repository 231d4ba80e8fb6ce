import type { HandleTables } from "#features/handles/index.ts";
import type { Reader } from "#platform/database/database.ts";
import type { LeadTables } from "./lead-tables.ts";

/** The deleted handles that have leads. */
export async function listAbandoned(read: Reader): Promise<readonly string[]> {
  const rows = await read
    .$extendTables<HandleTables & LeadTables>()
    .selectFrom("handles")
    .select("handles.handle_id")
    .where("handles.deleted_at", "is not", null)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom("leads").select("lead_id").whereRef("leads.handle_id", "=", "handles.handle_id")),
    )
    .execute();
  return rows.map(({ handle_id }) => handle_id);
}
