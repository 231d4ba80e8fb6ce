import type { Readable } from "node:stream";
import { askRows } from "./ask-rows.ts";
import type { Link } from "./link.ts";

/** Rows of the events that fall into one month, named as their partition is: `202611`. */
export type EventMonth = { readonly month: string; readonly rows: number };

/** Which migrations the warehouse has had; none where it has never been up. */
export async function readWarehouseSchema(
  link: Link,
): Promise<readonly { readonly name: string; readonly sha256: string }[]> {
  if (!(await hasTable(link, "schema_migrations"))) return [];
  return askRows(
    link,
    "select name, any(sha256) as sha256 from schema_migrations group by name order by name",
  );
}

export async function listMonths(link: Link): Promise<readonly EventMonth[]> {
  if (!(await hasTable(link, "events"))) return [];
  return askRows(
    link,
    // Every part knows its month and its rows: without that the time of every event would be read.
    `select toString(toYYYYMM(at)) as month, count() as rows from events group by month order by month
settings optimize_use_projections = 1`,
  );
}

/** The events of a month as one Parquet file, which breaks off with an error when it cannot be finished. */
export async function dumpMonth({ reader }: Link, { month }: EventMonth): Promise<Readable> {
  const { stream } = await reader.exec({
    query: "select * from events where toYYYYMM(at) = {month:UInt32}\nFORMAT Parquet",
    query_params: { month: Number(month) },
  });
  return stream as Readable;
}

async function hasTable(link: Link, name: string): Promise<boolean> {
  const sql =
    "select count() as tables from system.tables where database = currentDatabase() and name = {name:String}";
  const [row] = await askRows<{ tables: number }>(link, sql, { name });
  return (row?.tables ?? 0) > 0;
}
