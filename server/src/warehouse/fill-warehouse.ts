import { createReadStream } from "node:fs";
import { askRows } from "./ask-rows.ts";
import { quoted } from "./engine/quoted.ts";
import type { Link } from "./link.ts";
import { migrateWarehouse } from "./migrate-warehouse.ts";
import { EVENT_FIELDS } from "./parse-visit-event.ts";
import { placementOf } from "./placement.ts";
import { removeEvents } from "./remove-events.ts";
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
  link: Link,
  path: string,
  { isEmbedded }: { readonly isEmbedded: boolean },
): Promise<void> {
  if (!isEmbedded) {
    const { stream } = await link.writer.exec({
      query: `INSERT INTO events (${COLUMNS.join(", ")}) FORMAT Parquet`,
      values: createReadStream(path),
      clickhouse_settings: { insert_deduplicate: 0 },
    });
    for await (const _ of stream.resume()); // An answer has no rows.
    return;
  }
  const file = `file(${quoted(path)}, 'Parquet')`;
  const described = await askRows<{ name: string }>(link, `describe ${file}`);
  const columns = described.map(({ name }) => `\`${name}\``).join(", ");
  const settings = "max_execution_time = 0, insert_deduplicate = 0, max_insert_threads = 1";
  await link.writer.command({
    query: `insert into events (${columns}) select ${columns} from ${file} settings ${settings}`,
  });
}

export async function countEvents(link: Link): Promise<number> {
  const [row] = await askRows<{ rows: number }>(link, "select count() as rows from events");
  return row?.rows ?? 0;
}

/** What `takeOut` needs of a warehouse, over a link alone. */
export const engineOf = (
  link: Link,
  cluster: string | undefined,
): Pick<Warehouse, "query" | "removeEvents"> => ({
  query: (sql, params) => askRows(link, sql, params),
  removeEvents: (which) => removeEvents(() => link.writer, placementOf(cluster), which),
});
