import { expect, test } from "vitest";
import { crashCycles } from "./crash-cycles.ts";

test("killed without warning under load, the program keeps all that it had promised", {
  timeout: 90_000,
}, async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`crash: seed ${seed}`);
  const { broken, promises, clicks } = await crashCycles(3, seed);
  expect(broken).toEqual([]);
  expect(promises).toBeGreaterThan(50);
  expect(clicks).toBeGreaterThan(10);
});
