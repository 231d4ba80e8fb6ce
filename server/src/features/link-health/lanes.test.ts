import fc from "fast-check";
import { expect, test } from "vitest";
import { type Lane, Lanes } from "./lanes.ts";

const ALL: Lane = { name: "all", max: 4 };
const never = new AbortController().signal;

test("no lane ever holds more than it may, and everything has its turn", async () => {
  const lanesOf = fc.record({ host: fc.nat({ max: 3 }), turns: fc.nat({ max: 3 }), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(lanesOf, { maxLength: 40 }), async (tasks) => {
      const lanes = new Lanes();
      const used = new Map<string, number>();
      const change = (lane: Lane, by: number) => {
        const now = (used.get(lane.name) ?? 0) + by;
        used.set(lane.name, now);
        expect(now).toBeLessThanOrEqual(lane.max);
      };
      const outcomes = await Promise.allSettled(
        tasks.map(({ host, turns, fails }) => {
          const own = [ALL, { name: `host ${host}`, max: 2 }];
          return lanes.run(own, never, async () => {
            for (const lane of own) change(lane, 1);
            for (let turn = 0; turn < turns; turn++) await null;
            for (const lane of own) change(lane, -1);
            if (fails) throw new Error("failed");
          });
        }),
      );
      expect(outcomes.map(({ status }) => status === "rejected")).toEqual(tasks.map(({ fails }) => fails));
      expect([...used.values()].every((count) => count === 0)).toBe(true);
    }),
  );
});

test("who waits for a full lane holds up nobody in another, and whoever gives up leaves no place taken", async () => {
  const lanes = new Lanes();
  const one = (name: string): Lane => ({ name, max: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = lanes.run([one("a")], never, () => promise);
  const stop = new AbortController();
  let began = false;
  const second = lanes.run([one("a")], stop.signal, async () => {
    began = true;
  });
  expect(await lanes.run([one("b")], never, async () => "through")).toBe("through");
  stop.abort(new Error("enough"));
  await expect(second).rejects.toThrow("enough");
  resolve();
  await first;
  expect(await lanes.run([one("a")], never, async () => "free")).toBe("free");
  expect(began).toBe(false);
  await expect(lanes.run([one("a")], stop.signal, async () => "no")).rejects.toThrow("enough");
});
