import { rmSync } from "node:fs";
import { constants, copyFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";

let template: Promise<string> | undefined;

/** Puts a SQLite file in which every migration has run at `path`: to run them takes longer than most tests. */
export async function copyMigratedFile(path: string): Promise<string> {
  template ??= migrateOnce();
  await copyFile(await template, path, constants.COPYFILE_FICLONE);
  return path;
}

async function migrateOnce(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "migrated-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "migrated.sqlite");
  const db = openDatabase(path);
  await migrate(db);
  await db[Symbol.asyncDispose]();
  return path;
}
