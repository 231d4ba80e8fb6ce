import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import { BACKUPS, BLOBS, KEY_NAME } from "./names.ts";
import type { Place } from "./place.ts";

const DRAFT = ".draft-";
const DRAFT_NAME = /\.draft-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
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
    list: async function* (prefix) {
      for await (const name of listFiles(folder, prefix)) if (!name.includes(DRAFT)) yield name;
    },
    removeListed: (name) => rm(join(folder, name), { force: true }),
    removeDrafts: (before) => removeDrafts(folder, before),
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

/** Where we write, and nowhere else: such a folder may have others beside these, which are none of our business. */
async function removeDrafts(folder: string, before: Date): Promise<void> {
  for (const prefix of [BACKUPS, BLOBS, KEY_NAME]) {
    for await (const name of listFiles(folder, prefix)) {
      if (!DRAFT_NAME.test(name)) continue;
      const path = join(folder, name);
      const seen = await stat(path).catch(ignoreAbsent);
      if (seen !== undefined && seen.mtime < before) await rm(path, { force: true });
    }
  }
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
    else if (name.startsWith(prefix)) yield name;
  }
}
