import { createReadStream } from "node:fs";
import { quoted } from "./engine/quoted.ts";
import type { Link } from "./link.ts";
import { migrateWarehouse } from "./migrate-warehouse.ts";
import { EVENT_FIELDS } from "./parse-visit-event.ts";
import { placementOf } from "./placement.ts";
import { removeEvents } from "./remove-events.ts";
import { rowsOf } from "./rows-of.ts";
import type { Warehouse } from "./warehouse.ts";

/** Of files of any version: those of past ones have the visitor's digits. */
const COLUMNS = [...EVENT_FIELDS, "visitorHash"];

/** Gives a new warehouse its tables; throws for one that has events already. */
export async function prepareEmptyWarehouse(link: Link, cluster: string | undefined): Promise<void> {
  await migrateWarehouse(link.writer, placementOf(cluster));
  if ((await countEvents(link)) > 0) throw new Error("The warehouse is not empty.");
}

/** Takes the events of a Parquet file; a column that the file does not have gets what rows without it get. */
export async function insertDump(
  { writer, ask }: Link,
  path: string,
  { isEmbedded }: { readonly isEmbedded: boolean },
): Promise<void> {
  if (!isEmbedded) {
    const { stream } = await writer.exec({
      query: `INSERT INTO events (${COLUMNS.join(", ")}) FORMAT Parquet`,
      values: createReadStream(path),
      clickhouse_settings: { insert_deduplicate: 0 },
    });
    for await (const _ of stream.resume()); // An answer has no rows.
    return;
  }
  const file = `file(${quoted(path)}, 'Parquet')`;
  const described = (await ask(`describe ${file}`, {}, undefined)).trimEnd().split("\n");
  const columns = described.map((line) => `\`${(JSON.parse(line) as { name: string }).name}\``).join(", ");
  const settings = "max_execution_time = 0, insert_deduplicate = 0, max_insert_threads = 1";
  await writer.command({
    query: `insert into events (${columns}) select ${columns} from ${file} settings ${settings}`,
  });
}

export async function countEvents({ ask }: Link): Promise<number> {
  const { rows } = JSON.parse(await ask("select count() as rows from events", {}, undefined)) as {
    rows: number;
  };
  return rows;
}

/** What `takeOut` needs of a warehouse, over a link alone. */
export const engineOf = (
  link: Link,
  cluster: string | undefined,
): Pick<Warehouse, "query" | "removeEvents"> => ({
  query: async (sql, params = {}) => rowsOf(await link.ask(sql, params, undefined)),
  removeEvents: (which) => removeEvents(() => link.writer, placementOf(cluster), which),
});
