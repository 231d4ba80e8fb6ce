import type { ControlDeps } from "#platform/deps.ts";
import { oldestPendingAt } from "#platform/pending-visits/pending-store.ts";

const SLA_MINUTES = 5;

export type Freshness = {
  readonly status: "FRESH" | "STALE" | "UNKNOWN";
  readonly lastUpdatedAt: string | null;
  readonly slaMinutes: number;
};

/**
 * How far behind answers are that are read after it resolves: since the first event happened that is not counted yet, in the event
 * log or on its way there. `UNKNOWN` when this process cannot know.
 */
export async function readFreshness(
  { db, oldestUnshippedAt }: Pick<ControlDeps, "db" | "oldestUnshippedAt">,
  now: Date,
): Promise<Freshness> {
  // Asked first: what is handed over in between is then in the log.
  const pending = await oldestPendingAt(db.read);
  const unshipped = oldestUnshippedAt();
  if (unshipped === undefined) return { status: "UNKNOWN", lastUpdatedAt: null, slaMinutes: SLA_MINUTES };
  const updated = Math.min(pending ?? now.getTime(), unshipped ?? now.getTime(), now.getTime());
  const isLate = now.getTime() - updated > SLA_MINUTES * 60_000;
  return {
    status: isLate ? "STALE" : "FRESH",
    lastUpdatedAt: new Date(updated).toISOString(),
    slaMinutes: SLA_MINUTES,
  };
}
