import { DatabaseSync } from "node:sqlite";
import { ROWS_AT_ONCE, type Snapshot, type SnapshotTable, type Value } from "./snapshot.ts";

/** A read transaction on a connection of its own, which SQLite keeps apart from all that is written meanwhile. */
export function sqliteSnapshot(path: string): Snapshot {
  const sqlite = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  sqlite.exec("begin");
  const names = sqlite.prepare(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by rowid",
  );
  const tables = names.all().map(({ name }) => tableNamed(sqlite, String(name)));
  return {
    dialect: "sqlite",
    tables,
    select: (sql) => readRows(sqlite, sql),
    [Symbol.asyncDispose]: async () => sqlite.close(),
  };
}

function tableNamed(sqlite: DatabaseSync, name: string): SnapshotTable {
  const columns = sqlite.prepare("select name from pragma_table_info(?) order by cid").all(name);
  return { name, columns: columns.map((column) => String(column["name"])) };
}

async function* readRows(sqlite: DatabaseSync, sql: string) {
  const query = sqlite.prepare(sql);
  query.setReturnArrays(true);
  let some: Value[][] = [];
  for (const row of query.iterate() as Iterable<unknown>) {
    some.push(row as Value[]);
    if (some.length < ROWS_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
