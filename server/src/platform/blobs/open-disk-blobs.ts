import { mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import { type BlobContent, type BlobStore, isSha256 } from "./blob-store.ts";
import { ignoreAbsent, stageBody } from "./stage-body.ts";
import { sweepStaged } from "./sweep-staged.ts";

/**
 * Blobs as files, `ab/cdef…` under `folder`. A name appears only over content that is on disk, so that a death at any
 * moment leaves a whole blob or none; what was being written is swept at the next opening.
 */
export async function openDiskBlobs(folder: string): Promise<BlobStore> {
  const staging = join(folder, "staging");
  await mkdir(staging, { recursive: true, mode: 0o700 });
  await sweepStaged(staging);
  return {
    put: async (body, expected) => {
      await using staged = await stageBody(staging, body, expected);
      const path = pathOf(folder, staged.sha256);
      await makeFolder(dirname(path));
      await rename(staged.path, path);
      await syncFolder(dirname(path));
      return { sha256: staged.sha256, sizeBytes: staged.sizeBytes };
    },
    open: (sha256, range) => openFile(pathOf(folder, sha256), range),
    head: async (sha256) => {
      const found = await stat(pathOf(folder, sha256)).catch(ignoreAbsent);
      return found && { sizeBytes: found.size };
    },
    delete: async (sha256) => {
      const path = pathOf(folder, sha256);
      await unlink(path).catch(ignoreAbsent);
      await syncFolder(dirname(path)).catch(ignoreAbsent);
    },
    list: () => listFiles(folder),
  };
}

function pathOf(folder: string, sha256: string): string {
  if (!isSha256(sha256)) throw new TypeError("A blob is named by its SHA-256.");
  return join(folder, sha256.slice(0, 2), sha256.slice(2));
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(dirname(made));
}

async function openFile(path: string, range: Parameters<BlobStore["open"]>[1]) {
  const file = await open(path, "r").catch(ignoreAbsent);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    return { sizeBytes: size, body: file.createReadStream({ ...range, highWaterMark: 65_536 }) };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

async function* listFiles(folder: string): AsyncIterable<BlobContent & { storedAt: number }> {
  for (const start of (await readdir(folder)).filter((name) => name.length === 2)) {
    for (const rest of await readdir(join(folder, start))) {
      const found = await stat(join(folder, start, rest)).catch(ignoreAbsent);
      if (found === undefined || !isSha256(start + rest)) continue;
      yield { sha256: start + rest, sizeBytes: found.size, storedAt: found.mtimeMs };
    }
  }
}
