/**
 * A map that holds what was used last and never more than `sizeMax`: of entries, or of whatever `weigh` counts in them (a
 * single one that weighs more is held all the same). Two halves instead of an ordered list: a hit costs
 * one lookup, and what nobody asked for during a whole half is dropped with it.
 */
export class RecentMap<K, V extends NonNullable<unknown>> {
  readonly #half: number;
  readonly #weigh: ((value: V) => number) | undefined;
  #weight = 0;
  #recent = new Map<K, V>();
  #older = new Map<K, V>();

  constructor(sizeMax: number, weigh?: (value: V) => number) {
    this.#half = Math.ceil(sizeMax / 2);
    this.#weigh = weigh;
  }

  get(key: K): V | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: K, value: V): void {
    const size = this.#weigh === undefined ? this.#recent.size : this.#weight;
    if (size >= this.#half && !this.#recent.has(key)) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#weight = 0;
    }
    // What is set again is counted again: the half ends earlier, never later.
    if (this.#weigh !== undefined) this.#weight += this.#weigh(value);
    this.#recent.set(key, value);
  }

  delete(key: K): void {
    this.#recent.delete(key);
    this.#older.delete(key);
  }
}
