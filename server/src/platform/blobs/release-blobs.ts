import type { Tx } from "#platform/database/database.ts";
import { GRACE_MS } from "./blob-deps.ts";
import { type BlobOwner, deleteHandleRefs, deleteRefs, touchBlobs } from "./blob-row-store.ts";

const HASHES_MAX = 400;

/** The owner needs none of its blobs any more. What nobody else needs is collected after an hour. */
export async function releaseBlobs(
  tx: Tx,
  owner: Pick<BlobOwner, "ownerKind" | "ownerId">,
  now: Date,
): Promise<void> {
  await keepForAWhile(tx, await deleteRefs(tx, owner), now);
}

/** The same for all that a handle needs, whatever owns it. */
export async function releaseHandleBlobs(tx: Tx, handleId: string, now: Date): Promise<void> {
  await keepForAWhile(tx, await deleteHandleRefs(tx, handleId), now);
}

async function keepForAWhile(tx: Tx, hashes: readonly string[], now: Date): Promise<void> {
  const all = [...new Set(hashes)].sort();
  for (let start = 0; start < all.length; start += HASHES_MAX) {
    await touchBlobs(tx, all.slice(start, start + HASHES_MAX), now.getTime() + GRACE_MS);
  }
}
