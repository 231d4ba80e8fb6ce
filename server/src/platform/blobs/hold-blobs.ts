import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";
import { PIN_MS } from "./blob-deps.ts";

const BATCH = 2_000;

/**
 * From here on no blob that something needs now is collected for half a day at least, though it be released meanwhile.
 * What nobody needs goes its way.
 */
export async function holdBlobs({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): Promise<void> {
  const now = clock.now().getTime();
  for (let held = BATCH; held === BATCH; ) {
    held = await db[WRITE](async (tx) => {
      const short = tx
        .selectFrom("blobs")
        .select("sha256")
        .where("pinned_until", "<", now + PIN_MS / 2)
        .where((is) =>
          is.exists(
            is.selectFrom("blob_refs").select("owner_id").whereRef("blob_refs.sha256", "=", "blobs.sha256"),
          ),
        )
        .limit(BATCH);
      const { numUpdatedRows } = await tx
        .updateTable("blobs")
        .set({ pinned_until: now + PIN_MS })
        .where("sha256", "in", short)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows);
    });
  }
}
