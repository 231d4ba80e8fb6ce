import type { Database } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";

/**
 * Takes up to `wanted` clicks out of a link's `maxClicks` and says how many there were to take. They are spent on disk
 * before it says so: whatever happens to those who asked, no more than `maxClicks` are ever given, in all processes.
 */
export function spendClicks(
  db: Database,
  handleId: string,
  slug: string,
  maxClicks: number,
  wanted: number,
): Promise<number> {
  return db[WRITE](async (tx) => {
    const row = await tx
      .selectFrom("click_budgets")
      .select("used")
      .where("handle_id", "=", handleId)
      .where("slug", "=", slug)
      .executeTakeFirst();
    const used = row?.used ?? 0;
    const granted = Math.max(0, Math.min(wanted, maxClicks - used));
    if (granted === 0) return 0;
    await tx
      .insertInto("click_budgets")
      .values({ handle_id: handleId, slug, used: used + granted })
      .onConflict((taken) => taken.columns(["handle_id", "slug"]).doUpdateSet({ used: used + granted }))
      .execute();
    return granted;
  });
}
