import fc from "fast-check";
import { expect, test } from "vitest";
import { BURST, BurstWindow } from "./burst-window.ts";

type Seen = { readonly visitor: string; readonly slug: string; readonly at: number };

/** The rule as a sentence: it keeps everything, and looks at all of it each time. */
class Naive {
  readonly #visits: (Seen & { readonly isBurst: boolean; readonly isOngoing: boolean })[] = [];

  isBurst(visit: Seen): boolean {
    const own = this.#visits.filter(({ visitor }) => visitor === visit.visitor);
    const before = own.at(-1);
    const goesOn = before?.isBurst === true && visit.at - before.at < BURST.quietMs;
    // Visits within a burst are not counted towards the next one.
    const counted = [...own.filter(({ isOngoing }) => !isOngoing), visit].slice(-BURST.visits);
    const isBeginning =
      counted.length === BURST.visits &&
      visit.at - (counted[0]?.at ?? 0) < BURST.withinMs &&
      new Set(counted.map(({ slug }) => slug)).size >= BURST.slugs;
    const isBurst = goesOn || isBeginning;
    this.#visits.push({ ...visit, isBurst, isOngoing: goesOn });
    return isBurst;
  }
}

/** Visits of three visitors, now close together and now far apart. */
const visits = fc
  .array(
    fc.record({
      visitor: fc.constantFrom("a", "a", "a", "b", "c"),
      slug: fc.nat(14).map((n) => `slug-${n}`),
      pause: fc.oneof(
        { arbitrary: fc.nat(450), weight: 60 },
        { arbitrary: fc.nat(5_000), weight: 2 },
        { arbitrary: fc.integer({ min: 9_000, max: 70_000 }), weight: 1 },
      ),
    }),
    { minLength: 20, maxLength: 200, size: "max" },
  )
  .map((list) => {
    let at = 1_000_000;
    return list.map(({ visitor, slug, pause }) => {
      at += pause;
      return { visitor, slug, at };
    });
  });

test("the window finds what the rule says, whatever comes in which order", () => {
  const found = { bursts: 0, others: 0 };
  fc.assert(
    fc.property(visits, (list) => {
      const window = new BurstWindow();
      const naive = new Naive();
      for (const visit of list) {
        const isBurst = window.isBurst(visit.visitor, visit.slug, visit.at);
        expect(isBurst).toBe(naive.isBurst(visit));
        found[isBurst ? "bursts" : "others"] += 1;
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(found.bursts, found.others)).toBeGreaterThan(1_000);
});

const run = (
  window: BurstWindow,
  count: number,
  slugOf: (n: number) => string,
  everyMs: number,
  visitor = "v",
) => Array.from({ length: count }, (_, n) => window.isBurst(visitor, slugOf(n), n * everyMs));

test("twenty visits in a moment are a person's, the twenty-first is not", () => {
  const flags = run(new BurstWindow(), 30, (n) => `s${n}`, 10);
  expect(flags.indexOf(true)).toBe(20);
  expect(flags.slice(20).every(Boolean)).toBe(true);
});

test("a class that opens one link, someone who reads a link page slowly, and visitors apart are people", () => {
  expect(run(new BurstWindow(), 500, () => "exam", 10)).not.toContain(true);
  expect(run(new BurstWindow(), 500, (n) => `s${n % 9}`, 10)).not.toContain(true);
  expect(run(new BurstWindow(), 500, (n) => `s${n}`, 500)).not.toContain(true);
  const window = new BurstWindow();
  const flags = Array.from({ length: 500 }, (_, n) => window.isBurst(`v${n % 25}`, `s${n}`, n * 10));
  expect(flags).not.toContain(true);
});

test("however many visitors come, so many are remembered, and those are the last", () => {
  const window = new BurstWindow(1_000);
  run(window, 20, (n) => `s${n}`, 1, "scanner");
  for (let n = 0; n < 2_000; n++) window.isBurst(`other-${n}`, "s", 100);
  expect(window.isBurst("scanner", "s20", 101)).toBe(false);
  run(window, 20, (n) => `s${n}`, 1, "scanner");
  expect(window.isBurst("scanner", "s20", 101)).toBe(true);
});
