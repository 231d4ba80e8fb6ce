import { CompiledQuery } from "kysely";
import type { Database, Tx } from "./database.ts";
import { quoted, type SnapshotTable, type Value } from "./snapshot.ts";
import { WRITE } from "./write.ts";

/** As many as fit into one statement on every engine. */
const VALUES_MAX = 20_000;

type Rows = AsyncIterable<readonly Value[]>;

/**
 * Puts rows into tables that have none, all or nothing, and tells how many each table got. `rowsOf` is asked anew where the
 * engine wants it done again.
 */
export function fillDatabase(
  db: Database,
  tables: readonly SnapshotTable[],
  rowsOf: (table: SnapshotTable) => Rows,
): Promise<ReadonlyMap<string, number>> {
  return db[WRITE](async (tx) => {
    const filled = new Map<string, number>();
    for (const table of tables) filled.set(table.name, await fill(tx, db.dialect, table, rowsOf(table)));
    return filled;
  });
}

async function fill(tx: Tx, dialect: Database["dialect"], table: SnapshotTable, rows: Rows): Promise<number> {
  const width = table.columns.length;
  const atOnce = Math.max(1, Math.floor(VALUES_MAX / width));
  let some: Value[] = [];
  let count = 0;
  const insert = async () => {
    const text = insertText(dialect, table, some.length / width);
    await tx.executeQuery(CompiledQuery.raw(text, some));
    some = [];
  };
  for await (const row of rows) {
    some.push(...row);
    count += 1;
    if (some.length >= atOnce * width) await insert();
  }
  if (some.length > 0) await insert();
  return count;
}

function insertText(dialect: Database["dialect"], { name, columns }: SnapshotTable, rows: number): string {
  let place = 0;
  const row = () => `(${columns.map(() => (dialect === "postgres" ? `$${++place}` : "?")).join(", ")})`;
  const values = Array.from({ length: rows }, row).join(", ");
  return `insert into ${quoted(name)} (${columns.map(quoted).join(", ")}) values ${values}`;
}
