/** Something that only so many may use at once. */
export type Lane = { readonly name: string; readonly max: number };

type Waiting = { readonly lanes: readonly Lane[]; readonly enter: () => void };

/** Lets work begin when all of its lanes have room, in order of arrival; what waits for a full lane holds up no other. */
export class Lanes {
  readonly #used = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();

  /** Rejects with the reason of `giveUp` where that ends the wait; once begun, `work` is let finish. */
  async run<T>(lanes: readonly Lane[], giveUp: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(lanes, giveUp);
    try {
      return await work();
    } finally {
      for (const { name } of lanes) this.#change(name, -1);
      this.#admit();
    }
  }

  async #enter(lanes: readonly Lane[], giveUp: AbortSignal): Promise<void> {
    giveUp.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { lanes, enter: resolve };
    const leave = () => {
      if (this.#waiting.delete(waiting)) reject(giveUp.reason);
    };
    this.#waiting.add(waiting);
    giveUp.addEventListener("abort", leave, { once: true });
    this.#admit();
    await promise.finally(() => giveUp.removeEventListener("abort", leave));
  }

  #admit(): void {
    for (const waiting of this.#waiting) {
      if (!waiting.lanes.every(({ name, max }) => (this.#used.get(name) ?? 0) < max)) continue;
      this.#waiting.delete(waiting);
      for (const { name } of waiting.lanes) this.#change(name, 1);
      waiting.enter();
    }
  }

  #change(name: string, by: 1 | -1): void {
    const used = (this.#used.get(name) ?? 0) + by;
    if (used === 0) this.#used.delete(name);
    else this.#used.set(name, used);
  }
}
