import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { migrate } from "./migrate.ts";
import { readStatement, writeStatement } from "./statement.ts";
import { WRITE } from "./write.ts";

const addSalt = writeStatement<{ day: string; salt: string }>((db, { day, salt }) =>
  db
    .insertInto("visitor_salts")
    .values({ day, salt })
    .onConflict((taken) => taken.column("day").doUpdateSet({ salt })),
);
const saltOf = readStatement<{ day: string }, { salt: string }>((db, { day }) =>
  db.selectFrom("visitor_salts").select("salt").where("day", "=", day).where("salt", "!=", "constant"),
);

onEveryEngine((open) => {
  test("a statement runs each time with its own values, hostile ones too", async () => {
    await using db = await open();
    await migrate(db);
    for (const [day, salt] of [
      ["a", "1"],
      ["b", "' or 1=1 --"],
      ["a", "2"],
    ] as const) {
      expect(await db[WRITE]((tx) => addSalt(tx, { day, salt }))).toBe(1);
    }
    expect(await saltOf(db.read, { day: "a" })).toEqual([{ salt: "2" }]);
    expect(await saltOf(db.read, { day: "b" })).toEqual([{ salt: "' or 1=1 --" }]);
    expect(await saltOf(db.read, { day: "' or 1=1 --" })).toEqual([]);
  });

  test("a statement in a transaction is undone with it", async () => {
    await using db = await open();
    await migrate(db);
    const undone = db[WRITE](async (tx) => {
      await addSalt(tx, { day: "a", salt: "1" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await saltOf(db.read, { day: "a" })).toEqual([]);
  });
});
