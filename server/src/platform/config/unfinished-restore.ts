import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import { ConfigError } from "./config-error.ts";

const NAME = "restore-unfinished";

/** Whether a restore into this data folder has begun and not ended: nothing in it may be used. */
export const isRestoreUnfinished = (dataDir: string): boolean => existsSync(join(dataDir, NAME));

/** Makes a data folder where there is none; throws `ConfigError` for one that nobody may start on yet. */
export async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (isRestoreUnfinished(dataDir))
    throw new ConfigError("DATA_DIR", "holds a restore that was cut short: run the restore again");
}

/** Says so, on disk, before anything else is there. */
export async function beginRestore(dataDir: string): Promise<void> {
  {
    await using file = await open(join(dataDir, NAME), "w", 0o600);
    await file.writeFile("Run the restore again, or remove this folder.\n");
    await file.sync();
  }
  await syncFolder(dataDir);
}

export async function endRestore(dataDir: string): Promise<void> {
  await rm(join(dataDir, NAME));
  await syncFolder(dataDir);
}
