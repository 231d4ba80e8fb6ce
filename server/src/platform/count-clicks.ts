import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";

export type ClickCounts = {
  readonly segmentId: string;
  readonly clicks: readonly {
    readonly handleId: string;
    readonly slug: string;
    readonly clicks: number;
    readonly qualified: number;
  }[];
};

/** Adds a shipped segment's clicks to each link's count, once, however often the segment is handed in. */
export async function countClicks(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { segmentId, clicks }: ClickCounts,
): Promise<void> {
  await db[WRITE](async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto("counted_segments")
      .values({ segment_id: segmentId, at: clock.now().getTime() })
      .onConflict((taken) => taken.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return;
    for (const { handleId, slug, clicks: more, qualified } of clicks) {
      await tx
        .insertInto("link_clicks")
        .values({ handle_id: handleId, slug, clicks: more, qualified })
        .onConflict((taken) =>
          taken.columns(["handle_id", "slug"]).doUpdateSet((row) => ({
            clicks: row("link_clicks.clicks", "+", more),
            qualified: row("link_clicks.qualified", "+", qualified),
          })),
        )
        .execute();
    }
  });
}
