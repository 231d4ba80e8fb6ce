import type { Database } from "#platform/database/database.ts";
import { fillDatabase } from "#platform/database/fill-database.ts";
import { migrate } from "#platform/database/migrate.ts";
import type { Value } from "#platform/database/snapshot.ts";
import { tablePart } from "./copy-tables.ts";
import type { Manifest } from "./manifest.ts";
import { readPart, unpacked } from "./part-codec.ts";
import { Damaged, type Place } from "./place.ts";

/**
 * Makes the schema that the backup had, fills it, and then brings it to this program's. Throws `Damaged` when a table has not
 * as many rows as were counted.
 */
export async function restoreTables(place: Place, manifest: Manifest, db: Database): Promise<void> {
  const last = manifest.database.migrations.at(-1);
  if (last === undefined) throw new Damaged("The backup names no migration.");
  await migrate(db, { until: last.name });
  const parts = new Map(manifest.parts.map((part) => [part.name, part]));
  const full = manifest.tables.filter(({ rows }) => rows > 0);
  const filled = await fillDatabase(db, full, ({ name }) => {
    const part = parts.get(tablePart(name));
    if (part === undefined) throw new Damaged(`${tablePart(name)} is missing.`);
    return unpacked<readonly Value[]>(readPart(place, manifest.id, part));
  });
  for (const { name, rows } of full) {
    const found = filled.get(name);
    if (found !== rows) throw new Damaged(`${tablePart(name)} has ${found} rows, and ${rows} were counted.`);
  }
  await migrate(db);
}
