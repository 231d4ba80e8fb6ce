import type { z } from "@hono/zod-openapi";
import { SignalBody } from "./signal-body.ts";

export type SentSignal = z.output<typeof SignalBody> & { readonly index: number };

/** Why a signal was not taken, by its place in the request. */
export type Rejection = {
  readonly index: number;
  readonly reason: "invalid_signal" | "session_full";
  readonly details?: readonly { readonly path: string; readonly message: string }[];
};

type Sorted = { readonly good: readonly SentSignal[]; readonly rejected: readonly Rejection[] };

const DETAILS_MAX = 5;
/** The warehouse keeps nothing older; clocks may run ahead by so much. */
const OCCURRED_AT_MIN = Date.UTC(2000);
const AHEAD_MS_MAX = 300_000;

/** Parts signals that can be taken now from those that never could. */
export function sortSignals(signals: readonly unknown[], now: Date): Sorted {
  const good: SentSignal[] = [];
  const rejected: Rejection[] = [];
  for (const [index, sent] of signals.entries()) {
    const parsed = SignalBody.safeParse(sent);
    if (!parsed.success) {
      const details = parsed.error.issues
        .slice(0, DETAILS_MAX)
        .map(({ path, message }) => ({ path: path.join("."), message: message.slice(0, 200) }));
      rejected.push({ index, reason: "invalid_signal", details });
    } else if (!isPossible(parsed.data.occurredAt, now)) {
      const message = "It must lie between 2000 and five minutes from now.";
      rejected.push({ index, reason: "invalid_signal", details: [{ path: "occurredAt", message }] });
    } else {
      good.push({ ...parsed.data, index });
    }
  }
  return { good, rejected };
}

const isPossible = (at: number | undefined, now: Date) =>
  at === undefined || (at >= OCCURRED_AT_MIN && at <= now.getTime() + AHEAD_MS_MAX);
