import { readerOf } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";
import { type BlobDeps, GRACE_MS } from "./blob-deps.ts";
import { listUnknown, savePinned } from "./blob-row-store.ts";
import type { BlobContent } from "./blob-store.ts";

const BATCH = 400;

/**
 * Gives a row to bytes that have none, as after a database was put back from a backup, so that the next collection takes
 * them. Reads the whole store, so it is not for every few minutes.
 */
export async function adoptStrays({ db, blobs, clock }: BlobDeps): Promise<void> {
  let some: BlobContent[] = [];
  const adopt = async () => {
    const bySha = new Map(some.map((blob) => [blob.sha256, blob]));
    const unknown = some.length === 0 ? [] : await listUnknown(db.read, [...bySha.keys()]);
    for (const sha256 of unknown) {
      const blob = bySha.get(sha256);
      if (blob === undefined) continue;
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
    if (some.length === BATCH) await adopt();
  }
  await adopt();
}
