import { splitOf } from "#kernel/compile-rules.ts";
import { AppError } from "#kernel/errors.ts";
import type { RoutingRule } from "#kernel/routing-rule.ts";

/** Throws where the rules that share one draw would hand out more than all visitors, or where two have one id. */
export function requireSplits(rules: readonly RoutingRule[], path: string): void {
  const ids = new Set<string>();
  const shares = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    const fault = (message: string) =>
      new AppError("invalid_payload", `${path}: ${message}`, {
        details: { details: [{ path: `${path}.${index}`, message }] },
      });
    if (ids.has(rule.id)) throw fault(`Two rules have the id ${rule.id}.`);
    ids.add(rule.id);
    const { percent } = rule.when;
    if (percent === undefined || !rule.enabled) continue;
    const split = splitOf(rule);
    const share = (shares.get(split) ?? 0) + percent;
    shares.set(split, share);
    if (share > 100.000_001)
      throw fault("Rules with the same other conditions have more than 100 percent together.");
  }
}
