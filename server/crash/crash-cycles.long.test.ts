import { expect, test } from "vitest";
import { crashCycles } from "./crash-cycles.ts";

test.each([
  { what: "one program with its warehouse", cycles: 2, isApart: false },
  { what: "edge, worker and warehouse apart", cycles: 3, isApart: true },
])(
  "killed without warning under load, the product keeps all that it had promised: $what",
  {
    timeout: 600_000,
  },
  async ({ cycles, isApart }) => {
    const seed = Date.now() % 2 ** 31;
    console.log(`crash: seed ${seed}`);
    const { broken, promises, clicks, kills } = await crashCycles({ cycles, seed, isApart });
    expect(broken).toEqual([]);
    expect(promises).toBeGreaterThan(25);
    expect(clicks).toBeGreaterThan(5);
    expect(Object.values(kills).reduce((sum, one) => sum + one, 0)).toBe(cycles);
  },
);
