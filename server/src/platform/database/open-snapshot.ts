import { isPostgres } from "./open-database.ts";
import { postgresSnapshot } from "./postgres-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { sqliteSnapshot } from "./sqlite-snapshot.ts";

/** Everything that is committed there now. Keep it no longer than needed: the engine keeps what changes meanwhile. */
export async function openSnapshot(location: string): Promise<Snapshot> {
  return isPostgres(location) ? postgresSnapshot(location) : sqliteSnapshot(location);
}
