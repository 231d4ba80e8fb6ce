import { type CompiledRule, compileRules } from "#kernel/compile-rules.ts";
import { NO_POLICY, type Policy } from "#kernel/policy.ts";
import type { HandleRule } from "#kernel/routing-rule.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import { compilePaths, type PathMatcher } from "./path-matcher.ts";

/** A handle's policy with everything worked out that depends neither on the link nor on the visit. */
export type CompiledPolicy = {
  readonly rules: readonly CompiledRule<HandleRule>[];
  /** Whether some rule is for some links only. */
  readonly isNarrowed: boolean;
  readonly templates: ReadonlyMap<string, TrackingTemplate>;
  readonly blockedDomains: ReadonlySet<string>;
  readonly matchPath: PathMatcher;
};

export function compilePolicy(parts: Partial<Policy>): CompiledPolicy {
  const { rules, templates, blockedDomains, paths } = { ...NO_POLICY, ...parts };
  return {
    rules: compileRules(rules, "handle"),
    isNarrowed: rules.some(({ slugs }) => slugs !== null),
    templates: new Map(Object.entries(templates)),
    blockedDomains: new Set(blockedDomains),
    matchPath: compilePaths(paths),
  };
}

/** Whether the host, or one above it, is blocked. */
export function isBlocked({ blockedDomains }: CompiledPolicy, host: string): boolean {
  if (blockedDomains.size === 0) return false;
  for (let name = host; name !== ""; ) {
    if (blockedDomains.has(name)) return true;
    const dot = name.indexOf(".");
    name = dot === -1 ? "" : name.slice(dot + 1);
  }
  return false;
}
