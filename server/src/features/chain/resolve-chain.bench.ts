import type { ChainRuleFields } from "./chain-rule.ts";
import { compileChainRules } from "./compile-chain-rules.ts";
import { type ChainFacts, resolveChain } from "./resolve-chain.ts";

// Milliseconds of one question, with 200 signals and 500 rules of the trigger that is asked:
// `node server/src/features/chain/resolve-chain.bench.ts`. Once with a shop's rules, once with the dearest that can be
// written: ten conditions each over signals of a single key, of which only the last one fails.

const WARM_UP = 1_000;
const RULES = 500;
const SIGNALS = 200;
const NOW = Date.UTC(2026, 0, 1);

type Rule = ChainRuleFields & { readonly ruleId: string };

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
const base = (number: number) => ({
  ruleId: `rule-${number}`,
  enabled: true,
  priority: number % 7,
  trigger: "exit",
  decision: { action: "popup" as const, payload: { text: "Stay" } },
});
const sessionOf = (keys: number): ChainFacts => ({
  signals: numbers(SIGNALS).map((number) => ({
    signalKey: `key-${number % keys}`,
    signalValue: `value-${number % 10}`,
    confidence: (number % 11) / 10,
    occurredAt: NOW - number * 1000,
  })),
  segments: ["engaged", "vip"],
  country: "DE",
  device: "MOBILE",
  now: NOW,
});

const shop: Rule[] = numbers(RULES).map((number) => ({
  ...base(number),
  when: {
    all: [
      { signalKey: `key-${number % 20}`, minCount: 1 + (number % 4) },
      { signalKey: `key-${(number + 3) % 20}`, valueIn: ["value-3", `Value-${number % 10}`], minCount: 1 },
      { signalKey: `key-${(number + 5) % 20}`, minConfidence: 0.5, withinSeconds: 100, minCount: 2 },
    ],
    countryIn: ["AT", "CH", "DE"],
    ...(number % 3 === 0 && { segmentIn: ["vip", "loyal"] }),
  },
}));

const dearest: Rule[] = numbers(RULES).map((number) => ({
  ...base(number),
  when: {
    all: numbers(10).map((place) => ({
      signalKey: "key-0",
      valueIn: numbers(10).map((value) => `value-${value}`),
      minConfidence: 0,
      withinSeconds: 86_400,
      minCount: SIGNALS,
      ...(place === 9 && { withinSeconds: 1 }),
    })),
  },
}));

function measure(name: string, rules: readonly Rule[], facts: ChainFacts, runs: number): void {
  const compiled = compileChainRules(rules);
  const times: number[] = [];
  let matched = 0;
  for (let run = -WARM_UP; run < runs; run++) {
    const before = performance.now();
    matched = resolveChain(compiled, "exit", facts).matched.length;
    if (run >= 0) times.push(performance.now() - before);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(runs * share)] ?? 0).toFixed(3);
  console.log(`${name}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${matched} of ${RULES} rules match`);
}

measure("a shop", shop, sessionOf(20), 10_000);
measure("the dearest", dearest, sessionOf(1), 1_000);
