import type { JsonObject } from "./signal.ts";

/** What the page, or whoever asks, is told to do. Only `segment` is done here as well. */
export const CHAIN_ACTIONS = ["popup", "banner", "cta_swap", "redirect", "segment", "custom"] as const;
export type ChainAction = (typeof CHAIN_ACTIONS)[number];

/** The trigger that is asked by itself whenever signals come in; of it only `segment` rules do anything. */
export const SIGNAL_TRIGGER = "signal";

/** Holds where at least `minCount` signals of this key meet all that is asked of each. */
export type SignalCondition = {
  readonly signalKey: string;
  readonly valueIn?: readonly string[] | undefined;
  readonly minConfidence?: number | undefined;
  readonly minCount: number;
  /** Counted back from the question. */
  readonly withinSeconds?: number | undefined;
};

/** All that are there must hold; of the values of one, any. Compared without regard to case, keys and values alike. */
export type ChainConditions = {
  readonly all: readonly SignalCondition[];
  readonly segmentIn?: readonly string[] | undefined;
  readonly countryIn?: readonly string[] | undefined;
  readonly deviceIn?: readonly string[] | undefined;
};

export type SegmentPayload = JsonObject & { readonly segments: readonly string[] };

export type ChainDecision =
  | { readonly action: Exclude<ChainAction, "segment">; readonly payload: JsonObject }
  | { readonly action: "segment"; readonly payload: SegmentPayload };

export type ChainRuleFields = {
  readonly enabled: boolean;
  /** The smallest is asked first; of equal ones, the one whose id comes first. */
  readonly priority: number;
  readonly trigger: string;
  readonly when: ChainConditions;
  readonly decision: ChainDecision;
};

export type ChainRule = ChainRuleFields & {
  readonly ruleId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** So many rules of one handle can be enabled: what one question costs has a bound. */
export const ENABLED_RULES_MAX = 500;
