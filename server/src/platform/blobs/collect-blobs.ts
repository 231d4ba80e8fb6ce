import { WRITE } from "#platform/database/write.ts";
import type { BlobDeps } from "./blob-deps.ts";
import { deleteCollected, takeCollectable } from "./blob-row-store.ts";

const BATCH = 20;
const LEASE_MS = 30_000;

/**
 * Removes what nobody needs and nobody is about to need. A blob is first marked, in a transaction that every claim of it
 * conflicts with, then its bytes go, then its row: a death between any two is taken up by the next run.
 */
export async function collectBlobs(deps: BlobDeps): Promise<void> {
  for (;;) {
    const leasedUntil = deps.clock.now().getTime() + LEASE_MS;
    const hashes = await deps.db[WRITE]((tx) =>
      takeCollectable(tx, deps.clock.now().getTime(), leasedUntil, BATCH),
    );
    if (hashes.length === 0) return;
    const gone: string[] = [];
    for (const sha256 of hashes) {
      // Past the lease it may be somebody's who has sent it again.
      if (deps.clock.now().getTime() >= leasedUntil) break;
      await deps.blobs.delete(sha256);
      gone.push(sha256);
    }
    if (gone.length > 0) await deps.db[WRITE]((tx) => deleteCollected(tx, gone, leasedUntil));
  }
}
