import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";

const DAY_MS = 86_400_000;

/** Removes what has served its time: answers kept for repeats after a day, events and counted segments after thirty. */
export async function sweep({ db, clock }: { readonly db: Database; readonly clock: Clock }): Promise<void> {
  const now = clock.now().getTime();
  await db[WRITE](async (tx) => {
    await tx
      .deleteFrom("idempotency")
      .where("at", "<", now - DAY_MS)
      .execute();
    await tx
      .deleteFrom("outbox")
      .where("at", "<", now - 30 * DAY_MS)
      .execute();
    await tx
      .deleteFrom("counted_segments")
      .where("at", "<", now - 30 * DAY_MS)
      .execute();
    await tx
      .deleteFrom("news")
      .where("at", "<", now - DAY_MS)
      .execute();
  });
}
