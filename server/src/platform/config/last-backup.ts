import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The last backup of this data folder that was made whole. */
export type LastBackup = { readonly id: string; readonly place: string; readonly finishedAt: string };

const fileIn = (dataDir: string) => join(dataDir, "last-backup.json");

/** Leaves word for the running program, and for whoever watches it. */
export async function noteBackup(dataDir: string, backup: LastBackup): Promise<void> {
  const draft = `${fileIn(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(backup)}\n`, { mode: 0o600 });
  await rename(draft, fileIn(dataDir));
}

/** `null` where none is known: none was made, or another folder has the note. */
export async function readLastBackup(dataDir: string): Promise<LastBackup | null> {
  try {
    return JSON.parse(await readFile(fileIn(dataDir), "utf8")) as LastBackup;
  } catch {
    return null;
  }
}
