import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Misuse } from "#commands/misuse.ts";
import type { Config } from "#platform/config/config.ts";
import { isRestoreUnfinished } from "#platform/config/unfinished-restore.ts";
import { dropTables } from "#platform/database/drop-tables.ts";
import { isPostgres } from "#platform/database/open-database.ts";
import { openSnapshot } from "#platform/database/open-snapshot.ts";
import { quoted } from "#platform/database/snapshot.ts";

/** What this program keeps in a data folder, as far as a restore that was cut short may have made it. */
const OURS = /^(?:switchyard\.sqlite.*|secrets|events|blobs|warehouse.*|restored-.*)$/;

/**
 * Makes the data folder where there is none, and throws `Misuse` where there is something in it or in the database. What a
 * restore that was cut short has left is removed.
 */
export async function requireEmpty({ dataDir, database }: Config): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const names = (await readdir(dataDir)).filter((name) => name !== "lost+found");
  if (isRestoreUnfinished(dataDir)) {
    for (const name of names.filter((one) => OURS.test(one)))
      await rm(join(dataDir, name), { recursive: true });
  } else if (names.length > 0) {
    throw new Misuse(`${dataDir} is not empty: set DATA_DIR to a new folder, or move what is there away.`);
  }
  if (isPostgres(database)) await requireEmptyDatabase(database);
}

async function requireEmptyDatabase(database: string): Promise<void> {
  const names: string[] = [];
  {
    await using snapshot = await openSnapshot(database);
    for (const { name } of snapshot.tables) {
      names.push(name);
      if (name === "migrations") continue;
      for await (const _ of snapshot.select(`select 1 from ${quoted(name)} limit 1`))
        throw new Misuse("DATABASE_URL names a database that is not empty: create a new one.");
    }
  }
  await dropTables(database, names);
}
