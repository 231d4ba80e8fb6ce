import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChainRuleFields } from "./chain-rule.ts";
import { compileChainRules } from "./compile-chain-rules.ts";
import { type ChainFacts, resolveChain } from "./resolve-chain.ts";

type Rule = ChainRuleFields & { readonly ruleId: string };

const NOW = Date.UTC(2026, 0, 1);
/** Few and in both cases, so that rules and facts meet often. */
const key = fc.constantFrom("view", "View", "cart", "a.b-c_d");
const value = fc.constantFrom("", "red", "RED", "blue", "ÄÖ");
const segment = fc.constantFrom("vip", "new", "engaged");
const country = fc.constantFrom("DE", "de", "AT");
const device = fc.constantFrom("MOBILE", "mobile", "DESKTOP");
const trigger = fc.constantFrom("exit", "EXIT", "Exit", "signal");
const share = fc.constantFrom(0, 0.25, 0.5, 1);
const optional = { requiredKeys: [] };
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 2 });

const condition = fc
  .tuple(
    fc.record({ signalKey: key, minCount: fc.integer({ min: 1, max: 3 }) }),
    fc.record(
      { valueIn: some(value), minConfidence: share, withinSeconds: fc.integer({ min: 1, max: 4 }) },
      optional,
    ),
  )
  .map(([needed, more]) => ({ ...needed, ...more }));

const when = fc
  .tuple(
    fc.array(condition, { maxLength: 2 }),
    fc.record({ segmentIn: some(segment), countryIn: some(country), deviceIn: some(device) }, optional),
  )
  .map(([all, more]) => ({ all, ...more }));

const rules: fc.Arbitrary<Rule[]> = fc.uniqueArray(
  fc.record({
    ruleId: fc.constantFrom("a", "b", "c", "B", "rule-10", "rule-9", "x", "y"),
    enabled: fc.oneof({ arbitrary: fc.constant(true), weight: 3 }, fc.constant(false)),
    priority: fc.integer({ min: 0, max: 2 }),
    trigger,
    when,
    decision: fc.constant({ action: "popup" as const, payload: {} }),
  }),
  { selector: ({ ruleId }) => ruleId, minLength: 3, maxLength: 8 },
);

const facts: fc.Arbitrary<ChainFacts> = fc.record({
  signals: fc.array(
    fc.record({
      signalKey: key,
      signalValue: fc.option(value),
      confidence: share,
      occurredAt: fc.integer({ min: -10, max: 2 }).map((halves) => NOW + halves * 500),
    }),
    { minLength: 4, maxLength: 16 },
  ),
  segments: fc.uniqueArray(segment),
  country: fc.oneof(country, fc.constant("")),
  device: fc.oneof(device, fc.constant("")),
  now: fc.constant(NOW),
});

/** Said as the documentation says it, and not how it is done fast. */
function naively(all: readonly Rule[], asked: string, seen: ChainFacts): string[] {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const within = (list: readonly string[] | undefined, held: readonly string[]) =>
    list === undefined || list.some((wanted) => held.some((one) => same(wanted, one)));
  return [...all]
    .sort((one, other) => (one.ruleId < other.ruleId ? -1 : 1))
    .sort((one, other) => one.priority - other.priority)
    .filter((rule) => rule.enabled && same(rule.trigger, asked))
    .filter(({ when: { segmentIn } }) => within(segmentIn, seen.segments))
    .filter(({ when: { countryIn } }) => within(countryIn, [seen.country]))
    .filter(({ when: { deviceIn } }) => within(deviceIn, [seen.device]))
    .filter((rule) =>
      rule.when.all.every(({ signalKey, valueIn, minConfidence, minCount, withinSeconds }) => {
        const meeting = seen.signals
          .filter((signal) => same(signal.signalKey, signalKey))
          .filter(({ signalValue }) => within(valueIn, signalValue === null ? [] : [signalValue]))
          .filter(({ confidence }) => minConfidence === undefined || confidence >= minConfidence)
          .filter(
            ({ occurredAt }) => withinSeconds === undefined || occurredAt >= NOW - withinSeconds * 1000,
          );
        return meeting.length >= minCount;
      }),
    )
    .map(({ ruleId }) => ruleId);
}

test("what is decided is what the documentation says, for any rules and any session", () => {
  let matches = 0;
  fc.assert(
    fc.property(rules, trigger, facts, (all, asked, seen) => {
      const { decision, ruleId, matched } = resolveChain(compileChainRules(all), asked, seen);
      const expected = naively(all, asked, seen);
      expect(matched.map((rule) => rule.ruleId)).toEqual(expected);
      expect(ruleId).toBe(expected[0] ?? null);
      expect(decision).toEqual(all.find((rule) => rule.ruleId === ruleId)?.decision ?? null);
      matches += expected.length;
    }),
    { numRuns: 5000 },
  );
  expect(matches).toBeGreaterThan(500); // Else the cases say nothing.
});

test("a session that has sent nothing meets a rule that asks for nothing, and no other", () => {
  const decision = { action: "banner", payload: { text: "Hello" } } as const;
  const rule = { enabled: true, priority: 100, trigger: "exit", decision };
  const compiled = compileChainRules([
    { ...rule, ruleId: "asking", priority: 1, when: { all: [{ signalKey: "view", minCount: 1 }] } },
    { ...rule, ruleId: "open", when: { all: [] } },
  ]);
  const nothing = { signals: [], segments: [], country: "", device: "", now: NOW };
  expect(resolveChain(compiled, "exit", nothing)).toMatchObject({ decision, ruleId: "open" });
  expect(resolveChain(compiled, "other", nothing)).toEqual({ decision: null, ruleId: null, matched: [] });
});
