import type { RowResult } from "./import-links.ts";

const RESULTS_MAX = 10_000;

/**
 * As many results as one answer carries, in the order of rows: those that failed before those that were skipped before all
 * others. The counts, which others keep, stay complete.
 */
export class ImportReport {
  readonly #failed: RowResult[] = [];
  readonly #skipped: RowResult[] = [];
  readonly #others: RowResult[] = [];
  #rows = 0;

  readonly add = (results: readonly RowResult[]): void => {
    this.#rows += results.length;
    for (const result of results) {
      const { status } = result;
      const kept = status === "failed" ? this.#failed : status === "skipped" ? this.#skipped : this.#others;
      if (kept.length < RESULTS_MAX) kept.push(result);
    }
  };

  results(): { readonly results: RowResult[]; readonly truncated: boolean } {
    const kept = [...this.#failed, ...this.#skipped, ...this.#others].slice(0, RESULTS_MAX);
    return { results: kept.sort((one, other) => one.row - other.row), truncated: kept.length < this.#rows };
  }
}
