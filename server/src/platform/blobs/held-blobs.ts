import type { Reader } from "#platform/database/database.ts";
import { listHeld } from "./blob-row-store.ts";

const HASHES_MAX = 400;

/**
 * Those of `hashes` that something of this handle has claimed, so that it need not send them again. What another handle
 * has is never among them: nobody learns from it who has what.
 */
export async function heldBlobs(
  read: Reader,
  handleId: string,
  hashes: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const all = [...new Set(hashes)];
  const held = new Set<string>();
  for (let start = 0; start < all.length; start += HASHES_MAX) {
    for (const one of await listHeld(read, handleId, all.slice(start, start + HASHES_MAX))) held.add(one);
  }
  return held;
}
