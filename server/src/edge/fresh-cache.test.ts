import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { FreshCache } from "./fresh-cache.ts";

/** A store whose reads are answered when told, with what it held when they were begun: the worst a database may do. */
function slowStore() {
  const store = { value: 0, isAway: false };
  const reads: Array<() => void> = [];
  const load = (): Promise<number> => {
    const { value, isAway } = store;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    reads.push(() => (isAway ? reject(new Error("away")) : resolve(value)));
    return promise;
  };
  return { store, load, reads };
}

test("whatever the order of loads and changes, nobody is told less than what was acknowledged when he asked", async () => {
  const seed = Date.now();
  console.log(`fresh-cache seed ${seed}`);
  const step = fc.oneof(
    fc.constant("write" as const),
    fc.constant("doubt" as const),
    fc.constant("ask" as const),
    fc.record({ answer: fc.nat(20) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { store, load, reads } = slowStore();
      const cache = new FreshCache({ load, sizeMax: 10 });
      const asked: Array<Promise<void>> = [];
      for (const one of steps) {
        if (one === "write") {
          store.value++; // Committed…
          cache.forget("key"); // …and told before it is acknowledged.
        } else if (one === "doubt") {
          cache.doubtAll();
        } else if (one === "ask") {
          const atLeast = store.value;
          const told = async () => expect(await cache.get("key")).toBeGreaterThanOrEqual(atLeast);
          asked.push(told());
        } else {
          for (const read of reads.splice(one.answer % (reads.length + 1), 1)) read();
          await new Promise(setImmediate);
        }
      }
      while (reads.length > 0) {
        for (const read of reads.splice(0)) read();
        await new Promise(setImmediate);
      }
      await Promise.all(asked);
      expect(await Promise.race([cache.get("key"), "waiting"])).toSatisfy(
        (value) => value === store.value || value === "waiting",
      );
    }),
    { seed, numRuns: 300 },
  );
});

test("those who ask at once share one load, and later ones none", async () => {
  const load = vi.fn(async (key: string) => key);
  const cache = new FreshCache({ load, sizeMax: 10 });
  await Promise.all([cache.get("a"), cache.get("a"), cache.get("a")]);
  expect(cache.get("a")).toBe("a");
  expect(load).toHaveBeenCalledTimes(1);
});

test("what is in doubt is asked for again, and used where nobody answers; what was forgotten is not", async () => {
  const { store, load, reads } = slowStore();
  const cache = new FreshCache({ load, sizeMax: 10, trustMs: 0 });
  const ask = async () => {
    const told = Promise.resolve(cache.get("key"));
    for (const read of reads.splice(0)) read();
    return told;
  };
  expect(await ask()).toBe(0);
  store.value = 1;
  expect(await ask()).toBe(0);
  cache.doubtAll();
  expect(await ask()).toBe(1);
  store.isAway = true;
  cache.doubtAll();
  expect(await ask()).toBe(1);
  cache.forget("key");
  await expect(ask()).rejects.toThrow("away");
});

test("a load that hangs is given up", async () => {
  const cache = new FreshCache<string>({ load: () => new Promise(() => {}), sizeMax: 10, loadMsMax: 5 });
  await expect(cache.get("key")).rejects.toThrow("did not answer");
});
