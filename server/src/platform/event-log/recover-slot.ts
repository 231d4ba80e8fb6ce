import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { parseSegmentFile } from "./segment-id.ts";
import { type Slot, tryTakeSlot } from "./slot.ts";
import { syncFolder } from "./sync-folder.ts";

/** Seals what a process left unsealed when it died, without the line it was writing. The caller owns the slot. */
export async function recoverSlot(slot: Slot): Promise<void> {
  const names = (await readdir(slot.active)).filter((name) => parseSegmentFile(name) !== undefined);
  for (const name of names) {
    const path = join(slot.active, name);
    if (await cutTornTail(path)) await rename(path, join(slot.sealed, name));
    else await unlink(path);
  }
  if (names.length === 0) return;
  await syncFolder(slot.sealed);
  await syncFolder(slot.active);
}

type Unrecovered = { readonly path: string; readonly cause: unknown };

/**
 * The same for every slot whose owner is gone, so that no event waits for a process that never comes back. Tells for which, by
 * their paths in the folder, it failed: they are no reason to leave the others.
 */
export async function recoverDeadSlots(folder: string): Promise<readonly Unrecovered[]> {
  const unrecovered: Unrecovered[] = [];
  for (const name of await readdir(folder)) {
    if (!/^\d+$/.test(name)) continue;
    try {
      using slot = tryTakeSlot(folder, Number(name));
      if (slot !== undefined) await recoverSlot(slot);
    } catch (cause) {
      unrecovered.push({ path: name, cause });
    }
  }
  return unrecovered;
}

/** True if a whole line is left. A loss of power may also leave a last line of zeros. */
async function cutTornTail(path: string): Promise<boolean> {
  await using file = await open(path, "r+");
  const bytes = await file.readFile();
  const end = endOfWholeLines(bytes);
  if (end < bytes.length) await file.truncate(end);
  await file.sync();
  return end > 0;
}

/** @internal The length of the longest head of `bytes` that ends in a line of JSON. */
export function endOfWholeLines(bytes: Buffer): number {
  let end = bytes.lastIndexOf("\n") + 1;
  while (end > 0) {
    const start = end === 1 ? 0 : bytes.lastIndexOf("\n", end - 2) + 1;
    if (isJson(bytes.toString("utf8", start, end))) return end;
    end = start;
  }
  return 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
