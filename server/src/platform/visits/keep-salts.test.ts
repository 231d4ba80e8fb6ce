import { expect, test } from "vitest";
import type { Database } from "#platform/database/database.ts";
import { migrate } from "#platform/database/migrate.ts";
import { WRITE } from "#platform/database/write.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { DailySalts } from "./daily-salts.ts";
import { DAY_MS, keepSalts } from "./keep-salts.ts";

const DAY = 20_454; // 2026-01-01

onEveryEngine((open) => {
  test("everyone who asks at once is given the same salts, another one each day", async () => {
    await using db = await open();
    await migrate(db);
    const all = await Promise.all(Array.from({ length: 8 }, () => keepSalts(db, DAY)));
    const [first] = all;
    for (const salts of all) expect(salts).toEqual(first);
    const next = await keepSalts(db, DAY + 1);
    expect(next.get(DAY + 1)).toBe(first?.get(DAY + 1));
    expect(new Set([first?.get(DAY), first?.get(DAY + 1), next.get(DAY + 2)]).size).toBe(3);
  });

  test("salts from before yesterday are deleted", async () => {
    await using db = await open();
    await migrate(db);
    await keepSalts(db, DAY);
    await keepSalts(db, DAY + 2);
    const rows = await db.read.selectFrom("visitor_salts").select("day").orderBy("day").execute();
    expect(rows.map(({ day }) => day)).toEqual(["2026-01-02", "2026-01-03", "2026-01-04"]);
  });

  test("a day turns without a wait, and its salt outlives a database that is away", async () => {
    await using db = await open();
    await migrate(db);
    let isAway = false;
    const write: Database[typeof WRITE] = (work) =>
      isAway ? Promise.reject(new Error("The database is away.")) : db[WRITE](work);
    const errors: unknown[] = [];
    const clock = { now: () => new Date(DAY * DAY_MS) };
    await using salts = new DailySalts({
      db: { ...db, [WRITE]: write },
      clock,
      log: { error: (fields: unknown) => void errors.push(fields) },
    });
    const today = await salts.at(DAY * DAY_MS);
    expect(salts.at(DAY * DAY_MS + DAY_MS - 1)).toBe(today);
    isAway = true;
    const tomorrow = salts.at((DAY + 1) * DAY_MS);
    expect(tomorrow).toEqual(expect.any(String));
    expect(tomorrow).not.toBe(today);
    await expect.poll(() => errors.length).toBe(1);
    const afterwards = await salts.at((DAY + 2) * DAY_MS);
    expect(await salts.at((DAY + 2) * DAY_MS + 1)).toBe(afterwards);
  });
});
