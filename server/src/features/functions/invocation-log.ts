import type { Invocation } from "./invocation.ts";

const WAITING_MAX = 10_000;

/**
 * Calls that are not written down yet: no caller waits for that. What a crash loses is what the last second brought, and
 * when more comes than can be written the oldest go first.
 */
export class InvocationLog {
  #waiting: Invocation[] = [];
  #listeners: ((invocation: Invocation) => void)[] = [];

  add(invocation: Invocation): void {
    if (this.#waiting.length >= WAITING_MAX) this.#waiting.shift();
    this.#waiting.push(invocation);
    for (const listener of this.#listeners) listener(invocation);
  }

  /** Hands over all that waits; whoever takes it writes it down. */
  take(): readonly Invocation[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  listen(listener: (invocation: Invocation) => void): void {
    this.#listeners.push(listener);
  }
}
