import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { ignoreAbsent } from "./stage-body.ts";

/** Nobody sends a body so slowly: a reader gives up long before. */
const ABANDONED_MS = 10 * 60_000;

/** Removes what was being written when a process died: files that have not grown for ten minutes of the system's time. */
export async function sweepStaged(folder: string): Promise<void> {
  const before = Date.now() - ABANDONED_MS;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(ignoreAbsent);
    if (found !== undefined && found.mtimeMs < before) await unlink(path).catch(ignoreAbsent);
  }
}
