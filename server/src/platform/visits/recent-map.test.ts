import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentMap } from "./recent-map.ts";

test("never tells another value than the last one set, and forgets what is deleted", () => {
  const seed = Date.now();
  console.log(`recent-map seed ${seed}`);
  const step = fc.record({ act: fc.constantFrom("set", "get", "delete"), key: fc.nat(8) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const map = new RecentMap<number, number>(6);
      const truth = new Map<number, number>();
      for (const [value, { act, key }] of steps.entries()) {
        if (act === "set") {
          map.set(key, value);
          truth.set(key, value);
        } else if (act === "delete") {
          map.delete(key);
          truth.delete(key);
        }
        expect([undefined, truth.get(key)]).toContain(map.get(key));
      }
    }),
    { seed },
  );
});

test("holds no more than it may, and keeps what is in use", () => {
  const map = new RecentMap<number, number>(100);
  map.set(-1, -1);
  for (let key = 0; key < 1000; key++) {
    map.set(key, key);
    expect(map.get(-1)).toBe(-1);
  }
  const held = Array.from({ length: 1000 }, (_, key) => key).filter((key) => map.get(key) !== undefined);
  expect(held.length).toBeLessThanOrEqual(100);
});
