import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "pg";
import { type AppliedMigration, knownMigrations, migrate } from "#platform/database/migrate.ts";
import { isPostgres, openDatabase } from "#platform/database/open-database.ts";
import { openSnapshot } from "#platform/database/open-snapshot.ts";
import { selectAll, type Value } from "#platform/database/snapshot.ts";
import type { PastAnswers } from "./past-answers.ts";

const FOLDER = join(import.meta.dirname, "past");

/** A version whose program was run and whose data is kept, named by its last migration: `0014`. */
export type Past = {
  readonly version: string;
  readonly answers: PastAnswers;
  /** As its event log had them. */
  readonly events: string;
};

/** Those that were recorded, the oldest first. */
export async function listPasts(): Promise<readonly string[]> {
  return (await readdir(FOLDER))
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.slice(0, 4))
    .sort();
}

export async function readPast(version: string): Promise<Past> {
  const answers = JSON.parse(await readFile(join(FOLDER, `${version}.json`), "utf8")) as PastAnswers;
  return { version, answers, events: await readFile(join(FOLDER, `${version}.events.ndjson`), "utf8") };
}

/**
 * Makes an empty database one of that schema: filled as the newest recorded version before it was, and since then migrated as
 * its operator would have. Before the first recorded one there is no data.
 */
export async function makePast(location: string, version: string): Promise<void> {
  const recorded = (await listPasts()).filter((past) => past <= version).at(-1);
  if (recorded !== undefined) {
    await migrateTo(location, recorded);
    await runAll(location, await readFile(join(FOLDER, `${recorded}.sql`), "utf8"));
  }
  await migrateTo(location, version);
}

async function migrateTo(location: string, version: string): Promise<void> {
  await using db = openDatabase(location);
  await migrate(db, { until: (await migrationOf(version)).name });
}

async function migrationOf(version: string): Promise<AppliedMigration> {
  const found = (await knownMigrations()).find(({ name }) => name.startsWith(version));
  if (found === undefined) throw new Error(`There is no migration ${version}.`);
  return found;
}

/** Texts have semicolons and line ends in them, so an engine takes all of it at once. */
async function runAll(location: string, statements: string): Promise<void> {
  if (!isPostgres(location)) {
    using db = new DatabaseSync(location);
    db.exec(`begin; ${statements} commit`);
    return;
  }
  const client = new Client({ connectionString: location });
  await client.connect();
  await client.query(statements).finally(() => client.end());
}

/** Every row of a database by table, each as its columns and their values. */
export type Rows = ReadonlyMap<string, readonly Readonly<Record<string, Value>>[]>;

export async function readRows(location: string): Promise<Rows> {
  await using snapshot = await openSnapshot(location);
  const all = new Map<string, Record<string, Value>[]>();
  for (const table of snapshot.tables) {
    const rows: Record<string, Value>[] = [];
    for await (const some of snapshot.select(selectAll(table)))
      for (const row of some)
        rows.push(Object.fromEntries(table.columns.map((column, at) => [column, row[at] ?? null])));
    all.set(table.name, rows);
  }
  return all;
}

/** What of a past version's rows is not there any more, or is another; `migrations` may grow. */
export function lostRows(past: Rows, present: Rows): readonly string[] {
  const lost: string[] = [];
  for (const [table, rows] of past) {
    const columns = Object.keys(rows[0] ?? {});
    const only = (row: Readonly<Record<string, Value>>) =>
      JSON.stringify(columns.map((column) => row[column]));
    const found = (present.get(table) ?? []).map(only);
    const missing = rows.map(only).filter((row) => !found.includes(row));
    lost.push(...missing.map((row) => `${table}: ${row}`));
    if (table !== "migrations" && found.length !== rows.length)
      lost.push(`${table} has ${found.length} rows, and had ${rows.length}`);
  }
  return lost;
}
