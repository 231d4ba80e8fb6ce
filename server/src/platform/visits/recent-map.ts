/**
 * A map that holds what was used last and never more than `sizeMax`. Two halves instead of an ordered list: a hit costs
 * one lookup, and what nobody asked for during a whole half is dropped with it.
 */
export class RecentMap<K, V extends NonNullable<unknown>> {
  readonly #half: number;
  #recent = new Map<K, V>();
  #older = new Map<K, V>();

  constructor(sizeMax: number) {
    this.#half = Math.ceil(sizeMax / 2);
  }

  get(key: K): V | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: K, value: V): void {
    if (this.#recent.size >= this.#half && !this.#recent.has(key)) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, value);
  }

  delete(key: K): void {
    this.#recent.delete(key);
    this.#older.delete(key);
  }
}
