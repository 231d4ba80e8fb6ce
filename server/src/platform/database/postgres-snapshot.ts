import type { Client } from "pg";
import { bigintAsNumber } from "./bigint-as-number.ts";
import { connectPostgres } from "./connect-postgres.ts";
import { ROWS_AT_ONCE, type Snapshot, type SnapshotTable, type Value } from "./snapshot.ts";

const TABLES = `select t.relname as name, array_agg(a.attname::text order by a.attnum) as columns
from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace
group by t.oid, t.relname order by t.oid`;

/** One repeatable-read transaction on a connection of its own. It needs no program of PostgreSQL's. */
export async function postgresSnapshot(url: string): Promise<Snapshot> {
  const client = await connectPostgres(url, { types: { getTypeParser: bigintAsNumber } });
  try {
    await client.query("begin isolation level repeatable read read only");
    const { rows: tables } = await client.query<SnapshotTable>(TABLES);
    return {
      dialect: "postgres",
      tables,
      select: (sql) => readRows(client, sql),
      [Symbol.asyncDispose]: () => client.end(),
    };
  } catch (cause) {
    await client.end();
    throw cause;
  }
}

async function* readRows(client: Client, sql: string) {
  await client.query(`declare part_of_it no scroll cursor for ${sql}`);
  for (;;) {
    const text = `fetch ${ROWS_AT_ONCE} from part_of_it`;
    const { rows } = await client.query<Value[]>({ text, rowMode: "array" });
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query("close part_of_it");
}
