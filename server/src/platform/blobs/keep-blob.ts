import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#kernel/errors.ts";
import { WRITE } from "#platform/database/write.ts";
import { type BlobDeps, PIN_MS } from "./blob-deps.ts";
import { findBlobRow, savePinned } from "./blob-row-store.ts";
import type { BlobContent, ExpectedBlob } from "./blob-store.ts";

const POLL_MS = 50;
const POLLS_MAX = 900;

/**
 * Stores a body so that it can be claimed: for a day nothing collects it. Throws as `BlobStore.put` does, and 503 where
 * the same content is being collected and that does not end.
 */
export async function keepBlob(
  deps: BlobDeps,
  body: AsyncIterable<Uint8Array>,
  expected: Omit<ExpectedBlob, "beforeKeeping">,
): Promise<BlobContent> {
  const blob = await deps.blobs.put(body, { ...expected, beforeKeeping: (arrived) => pin(deps, arrived) });
  await deps.db[WRITE]((tx) => savePinned(tx, blob, "stored", deps.clock.now().getTime() + PIN_MS));
  return blob;
}

/** From here on the content stays, whether it is there already or about to be. One that is on its way out is waited for. */
async function pin({ db, clock }: BlobDeps, arrived: BlobContent): Promise<void> {
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const isPinned = await db[WRITE](async (tx) => {
      const now = clock.now().getTime();
      const row = await findBlobRow(tx, arrived.sha256);
      if (row?.state === "collecting" && (row.leased_until ?? 0) >= now) return false;
      await savePinned(tx, arrived, row?.state === "stored" ? "stored" : "arriving", now + PIN_MS);
      return true;
    });
    if (isPinned) return;
    await wait(POLL_MS);
  }
  throw new AppError("unavailable", "The same content is being removed. Try again.", {
    retryAfterSeconds: 5,
  });
}
