import { inOrder } from "#kernel/compile-rules.ts";
import { AppError } from "#kernel/errors.ts";
import type { HandleRule } from "#kernel/routing-rule.ts";
import { requireSplits } from "#platform/routing/require-splits.ts";
import type { RuleFields } from "./personalization-rule-body.ts";

export type PersonalizationRule = RuleFields & {
  readonly ruleId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const RULES_MAX = 200;
/** Of all rules of a handle as JSON: the edge keeps them in memory, and every change writes them as a whole. */
const RULES_CHARACTERS_MAX = 1_000_000;

/** By priority, equal ones by id: the order in which they are asked, on every engine. */
export const inAskingOrder = (rules: readonly PersonalizationRule[]): readonly PersonalizationRule[] =>
  rules.toSorted((one, other) => one.priority - other.priority || (one.ruleId < other.ruleId ? -1 : 1));

/** What the edge asks of a visit, of rules in asking order. */
export const policyRules = (rules: readonly PersonalizationRule[]): readonly HandleRule[] =>
  inOrder(
    rules.map(({ ruleId: id, priority, when, variant, enabled, slugs }) => ({
      id,
      priority,
      when,
      variant,
      enabled,
      slugs,
    })),
  );

/** Throws where a handle would have more rules, or longer ones, than the edge is to carry. */
export function requireRoom(rules: readonly PersonalizationRule[]): void {
  if (rules.length > RULES_MAX) {
    throw refusal("ruleId", `A handle has at most ${RULES_MAX} personalization rules.`);
  }
  if (JSON.stringify(rules).length > RULES_CHARACTERS_MAX) {
    throw refusal("when", "The personalization rules of a handle are at most 1 MB together.");
  }
}

/** Throws where the rules that share one draw, because they are for the same links, would go beyond all visitors. */
export function requireShares(rules: readonly PersonalizationRule[]): void {
  try {
    requireSplits(policyRules(rules), "rules");
  } catch {
    // The others were within bounds before, so it is the one that was sent.
    throw refusal(
      "when.percent",
      "Rules with the same links and other conditions would have more than 100 percent together.",
    );
  }
}

function refusal(path: string, message: string): AppError {
  return new AppError("invalid_payload", `${path}: ${message}`, {
    details: { details: [{ path, message }] },
  });
}
