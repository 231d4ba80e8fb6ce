import type { ChainDecision } from "./chain-rule.ts";
import type { CompiledChainRule, CompiledChainRules, CompiledCondition } from "./compile-chain-rules.ts";
import type { Signal } from "./signal.ts";

/** What is known of a session when a question is asked. */
export type ChainFacts = {
  readonly signals: readonly Signal[];
  /** Of the visitor. */
  readonly segments: readonly string[];
  /** Empty where nothing is known. */
  readonly country: string;
  readonly device: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

export type Resolution = {
  readonly decision: ChainDecision | null;
  readonly ruleId: string | null;
  /** All that match, in the order in which they are asked. */
  readonly matched: readonly CompiledChainRule[];
};

/** What the first matching rule of a trigger says, and which others match. Reads nothing and changes nothing. */
export function resolveChain(rules: CompiledChainRules, trigger: string, facts: ChainFacts): Resolution {
  const asked = rules.get(trigger.toLowerCase()) ?? [];
  const session = asked.length === 0 ? NOTHING : indexed(facts);
  const matched = asked.filter((rule) => matches(rule, session));
  const [first] = matched;
  return { decision: first?.decision ?? null, ruleId: first?.ruleId ?? null, matched };
}

/** The first of a rule's conditions that does not hold, a signal's by its place; `null` where all do. */
export type FailedCondition = "countryIn" | "deviceIn" | "segmentIn" | number | null;

/** What each rule of a trigger comes to, in the order in which they are asked. */
export function traceChain(
  rules: CompiledChainRules,
  trigger: string,
  facts: ChainFacts,
): readonly { readonly ruleId: string; readonly failed: FailedCondition }[] {
  const session = indexed(facts);
  const asked = rules.get(trigger.toLowerCase()) ?? [];
  return asked.map((rule) => ({ ruleId: rule.ruleId, failed: failedCondition(rule, session) }));
}

type Group = readonly Signal[];

type IndexedFacts = {
  /** By key, and of each key by value; both in lower case. */
  readonly signals: ReadonlyMap<
    string,
    { readonly all: Group; readonly byValue: ReadonlyMap<string, Group> }
  >;
  readonly segments: readonly string[];
  readonly country: string;
  readonly device: string;
  readonly now: number;
};

const NOTHING: IndexedFacts = { signals: new Map(), segments: [], country: "", device: "", now: 0 };

function indexed({ signals, segments, country, device, now }: ChainFacts): IndexedFacts {
  const byKey = Map.groupBy(signals, ({ signalKey }) => signalKey.toLowerCase());
  return {
    signals: new Map([...byKey].map(([key, all]) => [key, { all, byValue: groupByValue(all) }])),
    segments: segments.map((segment) => segment.toLowerCase()),
    country: country.toLowerCase(),
    device: device.toLowerCase(),
    now,
  };
}

function groupByValue(signals: Group): ReadonlyMap<string, Group> {
  const valued = signals.filter(({ signalValue }) => signalValue !== null);
  return Map.groupBy(valued, ({ signalValue }) => signalValue?.toLowerCase() ?? "");
}

const matches = (rule: CompiledChainRule, facts: IndexedFacts) => failedCondition(rule, facts) === null;

function failedCondition(rule: CompiledChainRule, facts: IndexedFacts): FailedCondition {
  if (rule.countryIn !== null && !rule.countryIn.has(facts.country)) return "countryIn";
  if (rule.deviceIn !== null && !rule.deviceIn.has(facts.device)) return "deviceIn";
  const { segmentIn } = rule;
  if (segmentIn !== null && !facts.segments.some((segment) => segmentIn.has(segment))) return "segmentIn";
  for (const [place, condition] of rule.conditions.entries()) if (!holds(condition, facts)) return place;
  return null;
}

function holds(condition: CompiledCondition, { signals, now }: IndexedFacts): boolean {
  const { values, minCount } = condition;
  const ofKey = signals.get(condition.key);
  if (ofKey === undefined || ofKey.all.length < minCount) return false;
  if (values === null) return countMeeting(condition, ofKey.all, now) >= minCount;
  let count = 0;
  for (const value of values) {
    const group = ofKey.byValue.get(value);
    if (group !== undefined) count += countMeeting(condition, group, now);
    if (count >= minCount) return true;
  }
  return false;
}

/** How many signals of a group are sure enough and late enough; no more are counted than are asked for. */
function countMeeting(condition: CompiledCondition, group: Group, now: number): number {
  const { minConfidence, withinMs, minCount } = condition;
  if (minConfidence === 0 && withinMs === Infinity) return group.length;
  const since = now - withinMs;
  let count = 0;
  for (const { confidence, occurredAt } of group) {
    if (confidence >= minConfidence && occurredAt >= since && ++count >= minCount) break;
  }
  return count;
}
