import type { ChainDecision, ChainRule, SignalCondition } from "./chain-rule.ts";

export type CompiledCondition = {
  readonly key: string;
  readonly values: ReadonlySet<string> | null;
  readonly minConfidence: number;
  readonly minCount: number;
  /** `Infinity` where any time will do. */
  readonly withinMs: number;
};

/** A rule with everything worked out that does not depend on the session; texts are in lower case. */
export type CompiledChainRule = {
  readonly ruleId: string;
  readonly decision: ChainDecision;
  readonly conditions: readonly CompiledCondition[];
  readonly segmentIn: ReadonlySet<string> | null;
  readonly countryIn: ReadonlySet<string> | null;
  readonly deviceIn: ReadonlySet<string> | null;
};

/** The enabled rules of each trigger, in the order in which they are asked. */
export type CompiledChainRules = ReadonlyMap<string, readonly CompiledChainRule[]>;

export function compileChainRules(
  rules: readonly Omit<ChainRule, "version" | "createdAt" | "updatedAt">[],
): CompiledChainRules {
  const inOrder = rules.filter(({ enabled }) => enabled).sort(byOrder);
  return Map.groupBy(inOrder.map(compile), ({ trigger }) => trigger);
}

const byOrder = (one: Pick<ChainRule, "priority" | "ruleId">, other: typeof one) =>
  one.priority - other.priority || (one.ruleId < other.ruleId ? -1 : 1);

const compile = ({
  ruleId,
  trigger,
  when,
  decision,
}: Pick<ChainRule, "ruleId" | "trigger" | "when" | "decision">) => ({
  ruleId,
  trigger: trigger.toLowerCase(),
  decision,
  conditions: when.all.map(compileCondition),
  segmentIn: setOf(when.segmentIn),
  countryIn: setOf(when.countryIn),
  deviceIn: setOf(when.deviceIn),
});

const compileCondition = (condition: SignalCondition): CompiledCondition => ({
  key: condition.signalKey.toLowerCase(),
  values: setOf(condition.valueIn),
  minConfidence: condition.minConfidence ?? 0,
  minCount: condition.minCount,
  withinMs: condition.withinSeconds === undefined ? Infinity : condition.withinSeconds * 1000,
});

const setOf = (values: readonly string[] | undefined): ReadonlySet<string> | null =>
  values === undefined ? null : new Set(values.map((value) => value.toLowerCase()));
