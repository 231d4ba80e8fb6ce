import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import type { Place } from "./place.ts";

const DRAFT = ".draft-";
const READ_BYTES = 65_536;

/** A folder of this machine, or one that is mounted. What is written there only its owner may read. */
export function folderPlace(folder: string): Place {
  return {
    name: folder,
    listedAs: (name) => name,
    write: async (name, body) => {
      const path = join(folder, name);
      await makeFolder(dirname(path));
      await replace(path, body);
    },
    read: async (name) => {
      const file = await open(join(folder, name), "r").catch(ignoreAbsent);
      return file?.createReadStream({ highWaterMark: READ_BYTES });
    },
    list: (prefix) => listFiles(folder, prefix),
    removeListed: (name) => rm(join(folder, name), { force: true }),
  };
}

async function replace(path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${path}${DRAFT}${randomUUID()}`;
  try {
    {
      await using file = await open(draft, "wx", 0o600);
      for await (const piece of body) await file.writeFile(piece);
      await file.sync();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  await syncFolder(dirname(path));
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(dirname(made));
}

async function* listFiles(folder: string, prefix: string): AsyncIterable<string> {
  const from = join(folder, prefix.slice(0, prefix.lastIndexOf("/") + 1));
  const entries = await readdir(from, { withFileTypes: true }).catch(ignoreAbsent);
  for (const entry of entries ?? []) {
    const name = relative(folder, join(from, entry.name)).replaceAll(sep, "/");
    if (entry.isDirectory() && (name.startsWith(prefix) || prefix.startsWith(`${name}/`)))
      yield* listFiles(folder, `${name}/`);
    else if (name.startsWith(prefix) && !name.includes(DRAFT)) yield name;
  }
}
