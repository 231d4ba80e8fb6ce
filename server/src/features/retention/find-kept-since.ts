import type { ControlDeps } from "#platform/deps.ts";
import { keptSince, retentionOf } from "./retention.ts";
import { findEventsDays } from "./store.ts";

/** Epoch milliseconds before which nothing of this handle is kept; 0 where all of it is. */
export async function findKeptSince(
  { db, retentionDays }: Pick<ControlDeps, "db" | "retentionDays">,
  handleId: string,
  now: Date,
): Promise<number> {
  const { effectiveDays } = retentionOf(await findEventsDays(db.read, handleId), retentionDays);
  return keptSince(effectiveDays, now);
}
