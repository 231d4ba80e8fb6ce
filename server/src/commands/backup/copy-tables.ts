import { type Snapshot, type SnapshotTable, selectAll, type Value } from "#platform/database/snapshot.ts";
import type { Manifest, Part } from "./manifest.ts";
import { packed, writePart } from "./part-codec.ts";
import type { Place } from "./place.ts";

/**
 * `migrations` comes back by migrating. News is for programs that run now. The salts of visitors are forgotten after two
 * days, for privacy, and a copy of one would remember it. Which blobs there are is known once they are copied.
 */
const LEFT_OUT = new Set(["migrations", "news", "visitor_salts"]);

export type CopiedTable = {
  readonly table: Manifest["tables"][number];
  /** Absent where the table has no row. */
  readonly part: Part | undefined;
};
type Rows = AsyncIterable<readonly Value[]>;

/** Whether the rows of a table are part of a backup. */
export const isCopied = ({ name }: SnapshotTable): boolean => !LEFT_OUT.has(name);

/** Every row of a table as it is in a snapshot. */
export async function* rowsOf(snapshot: Snapshot, table: SnapshotTable): Rows {
  for await (const some of snapshot.select(selectAll(table))) yield* some;
}

/** Rows as the part that holds those of their table. */
export async function copyTable(
  place: Place,
  id: string,
  { name, columns }: SnapshotTable,
  rows: Rows,
): Promise<CopiedTable> {
  const [table, all] = [{ name, columns: [...columns] }, rows[Symbol.asyncIterator]()];
  const first = await all.next();
  if (first.done) return { table: { ...table, rows: 0 }, part: undefined };
  let count = 0;
  const counted = async function* () {
    for (let row: IteratorResult<readonly Value[]> = first; !row.done; row = await all.next()) {
      count += 1;
      yield row.value;
    }
  };
  const part = await writePart(place, id, tablePart(name), packed(counted()));
  return { table: { ...table, rows: count }, part };
}

/** Which part holds the rows of a table. */
export const tablePart = (table: string): string => `database/${table}.ndjson.gz`;
