import type { News } from "#kernel/news.ts";
import type { Tx } from "#platform/database/database.ts";

type Listener = (news: News) => void;

/**
 * How everything that remembers hears of what was committed: at once in the process that committed it, within a second
 * in every other process of the installation.
 */
export type ChangeFeed = AsyncDisposable & {
  /** Makes the news part of the change, so that other processes hear of it if and only if it commits. */
  readonly record: (tx: Tx, news: readonly News[], now: Date) => Promise<void>;
  /** Tells this process. Called after the commit and before anyone is answered. */
  readonly tell: (news: readonly News[]) => void;
  readonly listen: (listener: Listener) => void;
  /** Begins to hear of other processes. */
  readonly follow: () => Promise<void>;
};

/** The listeners of one process. */
export function createListeners(): Pick<ChangeFeed, "tell" | "listen"> {
  const listeners: Listener[] = [];
  return {
    listen: (listener) => void listeners.push(listener),
    tell: (news) => {
      for (const one of news) for (const listener of listeners) listener(one);
    },
  };
}
