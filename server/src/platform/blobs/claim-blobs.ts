import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/database/database.ts";
import { type BlobOwner, insertRefs, listStored, touchBlobs } from "./blob-row-store.ts";

/** As many as fit into one statement on every engine. */
const HASHES_MAX = 400;

/**
 * From the commit on, none of these is collected until the owner releases them. Throws 409 `conflict` for one that is not
 * stored, or is being collected: it must be sent again. Claiming again changes nothing. `now` is the transaction's.
 */
export async function claimBlobs(
  tx: Tx,
  owner: BlobOwner,
  hashes: Iterable<string>,
  now: Date,
): Promise<void> {
  const all = [...new Set(hashes)].sort();
  for (let start = 0; start < all.length; start += HASHES_MAX) {
    const some = all.slice(start, start + HASHES_MAX);
    const stored = await listStored(tx, some);
    const missing = some.filter((sha256) => !stored.has(sha256));
    if (missing.length > 0) {
      throw new AppError("conflict", "Some of the content is not stored. Send it again.", {
        details: { missing: missing.slice(0, 100) },
      });
    }
    await insertRefs(tx, owner, some);
    await touchBlobs(tx, some, now.getTime());
  }
}
