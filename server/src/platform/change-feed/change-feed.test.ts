import { expect, test } from "vitest";
import type { News } from "#kernel/news.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { WRITE } from "#platform/database/write.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { openChangeFeed } from "./open-change-feed.ts";

const now = new Date("2026-01-01T00:00:00Z");
const news: News = { kind: "route", handleId: "hdl_acme", slug: "launch" };

onEveryEngine((_, locate) => {
  test("another process hears of what was committed, within a second, and of nothing else", async () => {
    const location = await locate();
    await using db = openDatabase(location);
    await migrate(db);
    await using here = openChangeFeed(location);
    await using elsewhere = openChangeFeed(location);
    const heard: News[] = [];
    elsewhere.listen((one) => heard.push(one));
    await elsewhere.follow();
    const undone = db[WRITE](async (tx) => {
      await here.record(tx, [{ kind: "credential", id: "undone" }], now);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await db[WRITE]((tx) => here.record(tx, [news, { kind: "credential", id: "tok" }], now));
    await expect.poll(() => heard).toEqual([news, { kind: "credential", id: "tok" }]);
  });
});
