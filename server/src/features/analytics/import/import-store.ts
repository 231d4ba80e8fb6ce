import type { Reader, Tx } from "#platform/database/database.ts";

type ImportTables = {
  readonly analytics_imports: {
    readonly handle_id: string;
    readonly batch_key: string;
    readonly folder: string;
    /** JSON. */
    readonly outcome: string;
    readonly at: number;
  };
};

/** What was answered for this batch, as JSON; `undefined` while it has not been imported. */
export async function findOutcome(
  read: Reader,
  handleId: string,
  batchKey: string,
): Promise<string | undefined> {
  const row = await read
    .$extendTables<ImportTables>()
    .selectFrom("analytics_imports")
    .select("outcome")
    .where("handle_id", "=", handleId)
    .where("batch_key", "=", batchKey)
    .executeTakeFirst();
  return row?.outcome;
}

/** From its commit on, the segments in `folder` belong to the event log. */
export async function insertImport(
  tx: Tx,
  handleId: string,
  { batchKey, folder, outcome, now }: { batchKey: string; folder: string; outcome: string; now: Date },
): Promise<void> {
  await tx
    .$extendTables<ImportTables>()
    .insertInto("analytics_imports")
    .values({ handle_id: handleId, batch_key: batchKey, folder, outcome, at: now.getTime() })
    .execute();
}

/** Whether what lies in this folder has been imported. */
export async function isCommitted(read: Reader, folder: string): Promise<boolean> {
  const row = await read
    .$extendTables<ImportTables>()
    .selectFrom("analytics_imports")
    .select("batch_key")
    .where("folder", "=", folder)
    .executeTakeFirst();
  return row !== undefined;
}
