import { expect, test } from "vitest";
import { createTurns } from "./create-turns.ts";

test("what has one key is done one after the other, in order; another key does not wait", async () => {
  const turn = createTurns();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turn("anna", async () => {
    await gate.promise;
    done.push("first");
    throw new Error("It went wrong.");
  });
  const second = turn("anna", async () => done.push("second"));
  await turn("bert", async () => done.push("bert's"));
  expect(done).toEqual(["bert's"]);
  gate.resolve();
  await expect(first).rejects.toThrow("It went wrong.");
  await second;
  expect(done).toEqual(["bert's", "first", "second"]);
  expect(await turn("anna", async () => "again")).toBe("again");
});
