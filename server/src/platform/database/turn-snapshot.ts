import type { DatabaseSync } from "node:sqlite";

/**
 * Lets all reads of one turn of the event loop share a read transaction: taking and giving back SQLite's locks costs
 * three times what a read does. A commit of this process ends it, so that nobody reads what was before their own write.
 */
export class TurnSnapshot {
  readonly #sqlite: DatabaseSync;
  #isOpen = false;

  constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite;
  }

  /** Called before each read. */
  readonly enter = (): void => {
    if (this.#isOpen) return;
    this.#sqlite.exec("begin");
    this.#isOpen = true;
    setImmediate(this.leave);
  };

  /** From here on a read sees everything that is committed now. */
  readonly leave = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#sqlite.exec("commit");
  };
}
