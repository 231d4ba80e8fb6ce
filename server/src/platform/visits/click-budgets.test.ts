import { expect, test } from "vitest";
import type { Database } from "#platform/database/database.ts";
import { migrate } from "#platform/database/migrate.ts";
import { WRITE } from "#platform/database/write.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { ClickBudgets } from "./click-budgets.ts";

const link = { handleId: "hdl_1", slug: "ten", maxClicks: 10 };

onEveryEngine((open) => {
  test("exactly as many clicks are given as there are, to those who came first, whoever counts", async () => {
    await using db = await open();
    await migrate(db);
    const edges = Array.from({ length: 3 }, () => new ClickBudgets(db));
    const given = await Promise.all(
      Array.from({ length: 90 }, (_, visit) => edges[visit % 3]?.spend(link) ?? false),
    );
    expect(given.filter((isGiven) => isGiven)).toHaveLength(10);
    const [edge] = edges;
    expect(await edge?.isUsedUp(link)).toBe(true);
    expect(await edge?.spend(link)).toBe(false);
    expect(await edge?.isUsedUp({ ...link, slug: "other" })).toBe(false);
    expect(await edge?.spend({ ...link, maxClicks: 11 })).toBe(true);
    expect(await edge?.spend({ ...link, maxClicks: 0 })).toBe(false);
  });

  test("a spend that fails is told to those who waited for it, and to nobody else", async () => {
    await using db = await open();
    await migrate(db);
    let isAway = false;
    const write: Database[typeof WRITE] = (work) =>
      isAway ? Promise.reject(new Error("The database is away.")) : db[WRITE](work);
    const budgets = new ClickBudgets({ ...db, [WRITE]: write });
    expect(await budgets.spend(link)).toBe(true);
    isAway = true;
    const outcomes = await Promise.allSettled([budgets.spend(link), budgets.spend(link)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isAway = false;
    expect(await budgets.spend(link)).toBe(true);
  });
});
