import { RecentMap } from "#platform/visits/recent-map.ts";

type Entry<V> = { readonly value: V; readonly epoch: number };

type Options<V> = {
  readonly load: (key: string) => Promise<V>;
  /** Of entries, or of what `weigh` counts in them. */
  readonly sizeMax: number;
  readonly weigh?: (value: V) => number;
  readonly loadMsMax?: number;
  /** How long what is in doubt is used as it is, after the database did not answer. */
  readonly trustMs?: number;
};

/**
 * What `load` says, remembered until it is forgotten. Whoever asks after `forget(key)` is told what a load says that began
 * after it: one that began before is neither remembered nor shared. After `doubtAll`, a load that fails is answered from
 * what was known; otherwise it fails for those who asked.
 */
export class FreshCache<V extends NonNullable<unknown> | null> {
  readonly #options: Required<Omit<Options<V>, "weigh">>;
  readonly #entries: RecentMap<string, Entry<V>>;
  readonly #loads = new Map<string, Promise<V>>();
  #epoch = 0;
  #trustUntil = 0;

  constructor(options: Options<V>) {
    this.#options = { loadMsMax: 2000, trustMs: 1000, ...options };
    const { sizeMax, weigh } = options;
    this.#entries = new RecentMap(sizeMax, weigh && ((entry) => weigh(entry.value)));
  }

  get(key: string): V | Promise<V> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && (entry.epoch === this.#epoch || performance.now() < this.#trustUntil)) {
      return entry.value;
    }
    return this.#loads.get(key) ?? this.#begin(key, entry);
  }

  forget(key: string): void {
    this.#entries.delete(key);
    this.#loads.delete(key);
  }

  doubtAll(): void {
    this.#epoch++;
    this.#trustUntil = 0;
    this.#loads.clear();
  }

  #begin(key: string, doubted: Entry<V> | undefined): Promise<V> {
    const load = this.#load(key, doubted, () => this.#loads.get(key) === load);
    this.#loads.set(key, load);
    return load;
  }

  /** `isCurrent` until somebody changed what is being read. */
  async #load(key: string, doubted: Entry<V> | undefined, isCurrent: () => boolean): Promise<V> {
    const epoch = this.#epoch;
    try {
      const value = await within(this.#options.loadMsMax, this.#options.load(key));
      if (isCurrent()) this.#entries.set(key, { value, epoch });
      return value;
    } catch (cause) {
      if (doubted === undefined || this.#entries.get(key) !== doubted) throw cause;
      this.#trustUntil = performance.now() + this.#options.trustMs;
      return doubted.value;
    } finally {
      if (isCurrent()) this.#loads.delete(key);
    }
  }
}

/** A database that hangs is one that does not answer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`The database did not answer within ${ms} ms.`)), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
