import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRules } from "./compile-rules.ts";
import { type Facts, failedCondition } from "./failed-condition.ts";
import { hash32 } from "./hash32.ts";
import type { Conditions, RoutingRule } from "./routing-rule.ts";

const ruleOf = (id: string, when: Conditions, priority = 0): RoutingRule => ({
  id,
  priority,
  when,
  variant: { id, destinationUrl: `https://example.com/${id}` },
  enabled: true,
});

const NOBODY: Facts = {
  at: 0,
  country: "",
  device: "",
  source: "",
  campaign: "",
  segments: [],
  language: "",
  os: "",
  browser: "",
  referrerHost: "",
  seed: 0,
};

const winner = (rules: readonly RoutingRule[], seed: number, list = "list") =>
  compileRules(rules, list).find((rule) => failedCondition(rule, { ...NOBODY, seed }) === null)?.rule.id;

/** How many of 100 000 visitors each rule gets; what no rule takes is under "". */
function shares(rules: readonly RoutingRule[], list = "list"): Record<string, number> {
  const compiled = compileRules(rules, list);
  const counts: Record<string, number> = {};
  for (let visitor = 0; visitor < 100_000; visitor++) {
    const facts = { ...NOBODY, seed: hash32(`visitor ${visitor}`) };
    const id = compiled.find((rule) => failedCondition(rule, facts) === null)?.rule.id ?? "";
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

test("shares of 100 000 visitors are right within one percent of all, and the rest is nobody's", () => {
  for (const list of ["launch", "spring-sale", "x"]) {
    const split = ["a", "b", "c"].map((id, place) =>
      ruleOf(id, { percent: [10, 30, 25][place] ?? 0 }, place),
    );
    const { a = 0, b = 0, c = 0, "": rest = 0 } = shares(split, list);
    for (const [count, percent] of [
      [a, 10],
      [b, 30],
      [c, 25],
      [rest, 35],
    ] as const) {
      expect(Math.abs(count / 1000 - percent), `${list}: ${percent} %`).toBeLessThan(1);
    }
  }
});

test("two halves are everyone, and small shares are not lost", () => {
  const halves = shares([ruleOf("a", { percent: 50 }), ruleOf("b", { percent: 50 })]);
  expect(halves[""]).toBeUndefined();
  const { a = 0 } = shares([ruleOf("a", { percent: 0.5 })]);
  expect(Math.abs(a - 500)).toBeLessThan(120);
});

test("consecutive and low seeds are spread as evenly as any", () => {
  const [rule] = compileRules([ruleOf("a", { percent: 30 })], "list");
  let drawn = 0;
  for (let seed = 0; seed < 100_000; seed++) {
    if (rule !== undefined && failedCondition(rule, { ...NOBODY, seed }) === null) drawn++;
  }
  expect(Math.abs(drawn / 1000 - 30)).toBeLessThan(1);
});

test("a visitor draws the same each time, also when a share grows, and anew in another list", () => {
  const small = [ruleOf("a", { percent: 20 })];
  const large = [ruleOf("a", { percent: 60 })];
  let moved = 0;
  for (let visitor = 0; visitor < 10_000; visitor++) {
    const seed = hash32(`visitor ${visitor}`);
    expect(winner(small, seed)).toBe(winner(small, seed));
    if (winner(small, seed) === "a") expect(winner(large, seed)).toBe("a");
    if (winner(large, seed, "one") !== winner(large, seed, "other")) moved++;
  }
  expect(Math.abs(moved / 100 - 48)).toBeLessThan(3); // 2 · 60 % · 40 %: two draws, independent of each other.
});

test("rules that ask other things of a visit each draw for themselves", () => {
  const rules = [ruleOf("de", { countryIn: ["DE"], percent: 50 }), ruleOf("all", { percent: 50 })];
  const { all = 0 } = shares(rules); // Nobody is in Germany.
  expect(Math.abs(all / 1000 - 50)).toBeLessThan(1);
});

const word = fc.constantFrom("DE", "de", "At", "mobile", "TABLET", "news", "x.example", "example");
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
const LISTS = {
  countryIn: "country",
  deviceIn: "device",
  sourceIn: "source",
  campaignIn: "campaign",
  languageIn: "language",
  osIn: "os",
  browserIn: "browser",
} as const;
const anyConditions = fc.record(
  Object.fromEntries([...Object.keys(LISTS), "segmentIn", "referrerHostIn"].map((name) => [name, words])),
  { requiredKeys: [] },
) as fc.Arbitrary<Conditions>;
const fact = fc.oneof(fc.constant(""), word, fc.constant("deep.x.example")).map((text) => text.toLowerCase());
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  ...Object.fromEntries(Object.values(LISTS).map((name) => [name, fact])),
  at: fc.constant(0),
  seed: fc.nat(),
  segments: fc.array(fact, { maxLength: 3 }),
  referrerHost: fact,
}) as unknown as fc.Arbitrary<Facts>;

function holds(when: Conditions, facts: Facts): boolean {
  const among = (wanted: readonly string[] | undefined, fits: (value: string) => boolean) =>
    wanted === undefined || wanted.some((value) => fits(value.toLowerCase()));
  return (
    (Object.keys(LISTS) as (keyof typeof LISTS)[]).every((name) =>
      among(when[name], (value) => value === facts[LISTS[name]]),
    ) &&
    among(when.segmentIn, (value) => facts.segments.includes(value)) &&
    among(
      when.referrerHostIn,
      (value) => facts.referrerHost === value || facts.referrerHost.endsWith(`.${value}`),
    )
  );
}

test("a rule holds exactly when all of its conditions do, of each any value, in any case", () => {
  fc.assert(
    fc.property(anyConditions, anyFacts, (when, facts) => {
      const [rule] = compileRules([ruleOf("a", when)], "list");
      const failed = rule === undefined ? "none" : failedCondition(rule, facts);
      expect(failed === null).toBe(holds(when, facts));
      if (failed !== null) expect(Object.keys(when)).toContain(failed);
    }),
    { numRuns: 3000 },
  );
});

test("disabled rules are not asked, the smallest priority is first, and equal ones stand as they were written", () => {
  const rules = [
    ruleOf("c", {}, 7),
    ruleOf("a", {}, 3),
    { ...ruleOf("off", {}, 1), enabled: false },
    ruleOf("b", {}, 3),
  ];
  expect(compileRules(rules, "list").map(({ rule }) => rule.id)).toEqual(["a", "b", "c"]);
});
