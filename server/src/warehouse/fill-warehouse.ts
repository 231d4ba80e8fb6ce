import { createReadStream } from "node:fs";
import { quoted } from "./engine/quoted.ts";
import type { Link } from "./link.ts";
import { migrateWarehouse } from "./migrate-warehouse.ts";
import { EVENT_FIELDS } from "./parse-visit-event.ts";
import { placementOf } from "./placement.ts";
import { removeEvents } from "./remove-events.ts";

const IDS_AT_ONCE = 1_000;
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

/** Of some events, takes out those that are there: whoever brings them again must find none of them. */
export async function removeThese(
  link: Link,
  cluster: string | undefined,
  events: readonly { readonly id: string; readonly at: number }[],
): Promise<number> {
  let removed = 0;
  for (let start = 0; start < events.length; start += IDS_AT_ONCE) {
    const some = events.slice(start, start + IDS_AT_ONCE);
    const times = some.map(({ at }) => at);
    const params = { ids: some.map(({ id }) => id), from: Math.min(...times), to: Math.max(...times) };
    const where =
      "id in {ids:Array(String)} and at between fromUnixTimestamp64Milli({from:Int64}) and fromUnixTimestamp64Milli({to:Int64})";
    const { rows } = JSON.parse(
      await link.ask(`select count() as rows from events where ${where}`, params, undefined),
    ) as { rows: number };
    if (rows === 0) continue;
    await removeEvents(() => link.writer, placementOf(cluster), { where, params });
    removed += rows;
  }
  return removed;
}
