import type { Tx } from "#platform/database/database.ts";
import type { Slug } from "./slug.ts";

/** Counts what was clicked before the limit as well. A budget that is there already knows better and stays. */
export async function beginBudget(tx: Tx, handleId: string, slug: Slug, used: number): Promise<void> {
  await tx
    .insertInto("click_budgets")
    .values({ handle_id: handleId, slug, used })
    .onConflict((kept) => kept.columns(["handle_id", "slug"]).doNothing())
    .execute();
}

/**
 * So that a link which takes this slug again begins at nothing. Clicks that still lie in an unshipped segment are
 * counted afterwards all the same: a few of the old link's may reach the new one.
 */
export async function forgetUse(tx: Tx, handleId: string, slug: Slug): Promise<void> {
  await tx.deleteFrom("click_budgets").where("handle_id", "=", handleId).where("slug", "=", slug).execute();
  await tx.deleteFrom("link_clicks").where("handle_id", "=", handleId).where("slug", "=", slug).execute();
}
