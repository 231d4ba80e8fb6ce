const FAILURES_MAX = 5;
const WITHIN_MS = 30_000;
const OPEN_MS = 30_000;
const TARGETS_MAX = 10_000;

/** What a call of a target came to; `neither` says nothing about it. */
export type Ending = "success" | "failure" | "neither";

/** `retryAfterMs`: nobody may call now. */
type Permit = { readonly isProbe: boolean } | { readonly retryAfterMs: number };

type State = {
  /** When the latest calls failed, epoch milliseconds. */
  failures: readonly number[];
  /** Until when nobody calls; `null` while it is closed. */
  openUntil: number | null;
  isProbing: boolean;
};

/**
 * Leaves a target that fails alone: after five failures in thirty seconds nobody calls it for thirty seconds, then one call
 * tries it for all. Known to this process alone.
 */
export class CircuitBreaker {
  readonly #states = new Map<string, State>();

  begin(target: string, now: number): Permit {
    const state = this.#states.get(target);
    if (state === undefined || state.openUntil === null) return { isProbe: false };
    if (now < state.openUntil) return { retryAfterMs: state.openUntil - now };
    if (state.isProbing) return { retryAfterMs: 1000 };
    state.isProbing = true;
    return { isProbe: true };
  }

  end(target: string, { isProbe }: { readonly isProbe: boolean }, ending: Ending, now: number): void {
    const state = this.#states.get(target) ?? { failures: [], openUntil: null, isProbing: false };
    if (isProbe) {
      state.isProbing = false;
      if (ending === "failure") state.openUntil = now + OPEN_MS;
      if (ending === "success") this.#states.delete(target);
      return;
    }
    // A call that began before it opened says nothing new.
    if (ending !== "failure" || state.openUntil !== null) return;
    state.failures = [...state.failures.filter((at) => at > now - WITHIN_MS), now];
    if (state.failures.length >= FAILURES_MAX) state.openUntil = now + OPEN_MS;
    this.#states.delete(target);
    this.#states.set(target, state);
    if (this.#states.size > TARGETS_MAX) this.#states.delete(this.#states.keys().next().value ?? "");
  }

  /** How many targets are left alone at this time. */
  countOpen(now: number): number {
    return [...this.#states.values()].filter(({ openUntil }) => (openUntil ?? 0) > now).length;
  }
}
