import { DatabaseSync } from "node:sqlite";
import { setImmediate as endOfTurn, setTimeout as sleep } from "node:timers/promises";
import type { News } from "#kernel/news.ts";
import { writeStatement } from "#platform/database/statement.ts";
import { type ChangeFeed, createListeners } from "./change-feed.ts";

const POLL_MS = 100;
const KEPT_MS = 600_000;

const insertNews = writeStatement<{ readonly news: string; readonly at: number }>((db, { news, at }) =>
  db.insertInto("news").values({ news, at }),
);

type Row = { readonly seq: number; readonly news: string };

/** News in a table, in the order of commits; `data_version` tells for a microsecond whether another process wrote. */
export function sqliteFeed(path: string): ChangeFeed {
  const { listen, tell } = createListeners();
  const stop = new AbortController();
  let following = Promise.resolve();
  return {
    listen,
    tell,
    async record(tx, news, now) {
      for (const one of news) {
        await insertNews(tx, { news: JSON.stringify(one), at: now.getTime() });
      }
      // One in a thousand sweeps: news is read within a second, or everything is read anew.
      if (news.length > 0 && Math.random() < 0.001) {
        await tx
          .deleteFrom("news")
          .where("at", "<", now.getTime() - KEPT_MS)
          .execute();
      }
    },
    follow: async () => {
      following = followTable(path, stop.signal, tell);
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await following;
    },
  };
}

/** Also tells what this process wrote itself: forgetting twice costs a read, missing once would be a lie. */
async function followTable(path: string, stop: AbortSignal, tell: ChangeFeed["tell"]): Promise<void> {
  using db = new DatabaseSync(path, { readOnly: true });
  const version = db.prepare("pragma data_version");
  const after = db.prepare("select seq, news from news where seq > ? order by seq");
  let seen = Number(db.prepare("select coalesce(max(seq), 0) as seq from news").get()?.["seq"]);
  let last = version.get()?.["data_version"];
  while (!stop.aborted) {
    await sleep(POLL_MS, undefined, { signal: stop, ref: false }).catch(() => {});
    const now = version.get()?.["data_version"];
    if (now === last) continue;
    last = now;
    const rows = after.all(seen) as Row[];
    seen = rows.at(-1)?.seq ?? seen;
    // A read that began earlier in this turn may still be of a time before the news.
    await endOfTurn();
    tell(rows.map((row) => JSON.parse(row.news) as News));
  }
}
