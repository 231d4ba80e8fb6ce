const SLA_MINUTES = 5;

export type Freshness = {
  readonly status: "FRESH" | "STALE" | "UNKNOWN";
  readonly lastUpdatedAt: string | null;
  readonly slaMinutes: number;
};

/**
 * How far behind the answers are. `oldestUnshippedAt`: when the first event happened that is not counted yet, in epoch
 * milliseconds; `null` when there is none; `undefined` when this process cannot know.
 */
export function freshnessOf(oldestUnshippedAt: number | null | undefined, now: Date): Freshness {
  if (oldestUnshippedAt === undefined) {
    return { status: "UNKNOWN", lastUpdatedAt: null, slaMinutes: SLA_MINUTES };
  }
  const updated = Math.min(oldestUnshippedAt ?? now.getTime(), now.getTime());
  const isLate = now.getTime() - updated > SLA_MINUTES * 60_000;
  return {
    status: isLate ? "STALE" : "FRESH",
    lastUpdatedAt: new Date(updated).toISOString(),
    slaMinutes: SLA_MINUTES,
  };
}
