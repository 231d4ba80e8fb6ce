const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after each failed attempt the next one is due: ten retries within some 28 hours. */
export const RETRY_AFTER_MS: readonly number[] = [
  ...[5 * SECOND_MS, 10 * SECOND_MS, 20 * SECOND_MS, 40 * SECOND_MS],
  ...[5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 10 * HOUR_MS],
];

/** So that what failed together does not come back together. */
const JITTER = 0.1;
const ASKED_MS_MAX = 24 * HOUR_MS;

/**
 * When to try again after so many failed attempts, in milliseconds from now; `null` when the last one has been made. A
 * receiver may ask for more time, up to a day, never for less. `random` is from 0 to 1.
 */
export function retryDelay(failures: number, askedMs: number | null, random: () => number): number | null {
  const scheduled = RETRY_AFTER_MS[failures - 1];
  if (scheduled === undefined) return null;
  const spread = Math.round(scheduled * (1 - JITTER + 2 * JITTER * random()));
  return Math.max(spread, Math.min(askedMs ?? 0, ASKED_MS_MAX));
}
