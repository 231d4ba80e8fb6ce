import type { Database } from "#platform/database/database.ts";
import { spendClicks } from "./spend-clicks.ts";

/** A link that may be followed so many times and no more. */
export type Limited = { readonly handleId: string; readonly slug: string; readonly maxClicks: number };

type Waiting = {
  readonly maxClicks: number;
  readonly resolve: (granted: boolean) => void;
  readonly reject: (cause: unknown) => void;
};

/** Spends the clicks of limited links exactly; visitors who come while others are being counted share one transaction. */
export class ClickBudgets {
  readonly #db: Database;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether nothing is left. A cheap look, so that a link that is used up costs no writing. */
  async isUsedUp({ handleId, slug, maxClicks }: Limited): Promise<boolean> {
    const row = await this.#db.read
      .selectFrom("click_budgets")
      .select("used")
      .where("handle_id", "=", handleId)
      .where("slug", "=", slug)
      .executeTakeFirst();
    return (row?.used ?? 0) >= maxClicks;
  }

  /** Whether one more click may be answered. If so it is spent, on disk. */
  spend({ handleId, slug, maxClicks }: Limited): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const key = `${handleId}/${slug}`;
    const visitor = { maxClicks, resolve, reject };
    const queue = this.#waiting.get(key);
    if (queue !== undefined) {
      queue.push(visitor);
    } else {
      const begun = [visitor];
      this.#waiting.set(key, begun);
      void this.#serve(key, handleId, slug, begun);
    }
    return promise;
  }

  async #serve(key: string, handleId: string, slug: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const turn = queue.splice(0);
      // The limit may have been changed while they waited: who came last knows the latest.
      const maxClicks = turn.at(-1)?.maxClicks ?? 0;
      try {
        const granted = await spendClicks(this.#db, handleId, slug, maxClicks, turn.length);
        for (const [place, { resolve }] of turn.entries()) resolve(place < granted);
      } catch (cause) {
        for (const { reject } of turn) reject(cause);
      }
    }
    this.#waiting.delete(key);
  }
}
