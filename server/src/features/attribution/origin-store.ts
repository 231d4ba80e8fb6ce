import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";

type OriginTables = {
  readonly context_origins: {
    readonly handle_id: string;
    /** JSON: a list of origins, as browsers write them. */
    readonly origins: string;
    readonly version: number;
    readonly updated_at: number;
  };
};

/** The sites that a handle trusts; version 0 before there was a list. */
export type ContextOrigins = { readonly origins: readonly string[]; readonly version: number };

const NONE: ContextOrigins = { origins: [], version: 0 };

type Key = { readonly handle_id: string };
const oneList = readStatement<Key, Pick<OriginTables["context_origins"], "origins" | "version">>(
  (db, { handle_id }) =>
    readerOf(db)
      .$extendTables<OriginTables>()
      .selectFrom("context_origins")
      .select(["origins", "version"])
      .where("handle_id", "=", handle_id),
);

export async function findOrigins(read: Reader, handleId: string): Promise<ContextOrigins> {
  const [row] = await oneList(read, { handle_id: handleId });
  return row === undefined ? NONE : { origins: JSON.parse(row.origins), version: row.version };
}

export async function saveOrigins(tx: Tx, handleId: string, list: ContextOrigins, now: Date): Promise<void> {
  const changing = {
    origins: JSON.stringify(list.origins),
    version: list.version,
    updated_at: now.getTime(),
  };
  await tx
    .$extendTables<OriginTables>()
    .insertInto("context_origins")
    .values({ handle_id: handleId, ...changing })
    .onConflict((taken) => taken.column("handle_id").doUpdateSet(changing))
    .execute();
}
