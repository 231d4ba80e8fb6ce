import { expect, test } from "vitest";
import { backupCycles } from "./backup-cycles.ts";

test("a backup that is made while clients write has all that was acknowledged before it began", {
  timeout: 600_000,
}, async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`backup: seed ${seed}`);
  const { broken, passed, promises } = await backupCycles({ cycles: 1, seed });
  expect(broken).toEqual([]);
  expect(passed).toBe(1);
  expect(promises).toBeGreaterThan(20);
});
