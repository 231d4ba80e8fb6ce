import { readerOf } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";
import { type BlobDeps, GRACE_MS } from "./blob-deps.ts";
import { deleteCollected, listUnknown, savePinned, takeCollectable } from "./blob-row-store.ts";
import type { BlobContent } from "./blob-store.ts";

const BATCH = 20;
const LEASE_MS = 30_000;
const STRAYS_BATCH = 400;

/**
 * Removes what nobody needs and nobody is about to need. A blob is first marked, in a transaction that every claim of it
 * conflicts with, then its bytes go, then its row: a death between any two is taken up by the next run. Bytes without a
 * row (of a database that was put back) get one first, and go the same way.
 */
export async function collectBlobs(deps: BlobDeps): Promise<void> {
  await adoptStrays(deps);
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

async function adoptStrays({ db, blobs, clock }: BlobDeps): Promise<void> {
  let some: BlobContent[] = [];
  const adopt = async () => {
    const bySha = new Map(some.map((blob) => [blob.sha256, blob]));
    for (const sha256 of some.length === 0 ? [] : await listUnknown(db.read, [...bySha.keys()])) {
      const blob = bySha.get(sha256);
      if (blob)
        await db[WRITE](async (tx) => {
          const isKnown = (await listUnknown(readerOf(tx), [sha256])).length === 0;
          if (!isKnown) await savePinned(tx, blob, "stored", 0);
        });
    }
    some = [];
  };
  const before = Math.min(clock.now().getTime(), Date.now()) - GRACE_MS;
  for await (const blob of blobs.list()) {
    if (blob.storedAt >= before) continue;
    some.push(blob);
    if (some.length === STRAYS_BATCH) await adopt();
  }
  await adopt();
}
