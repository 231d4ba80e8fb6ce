import { AppError } from "#kernel/errors.ts";
import { isAway } from "#platform/database/is-away.ts";
import { isOutOfSpace } from "#platform/is-out-of-space.ts";

const RETRY_AFTER_SECONDS = 30;

/** What to throw instead of what a store has thrown: 503 where it is full or cannot be reached, else the same. */
export function storeAway(cause: unknown): unknown {
  const isStores = typeof cause === "object" && cause !== null && "$metadata" in cause;
  if (!isStores && !isOutOfSpace(cause) && !isAway(cause)) return cause;
  return new AppError("unavailable", "Bytes cannot be kept or read right now. Try again later.", {
    cause,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
