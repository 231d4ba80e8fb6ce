import type { ControlDeps } from "#platform/deps.ts";
import { compileChainRules } from "./compile-chain-rules.ts";
import { createRuleCache, type RuleCache } from "./rule-cache.ts";
import { listEnabledRules } from "./rule-store.ts";

/** What chain verbs are handed: the rules of handles are remembered, in compiled form. */
export type ChainDeps = ControlDeps & { readonly rules: RuleCache };

export const createChainDeps = (deps: ControlDeps): ChainDeps => ({
  ...deps,
  rules: createRuleCache(deps.changes, async (handleId) =>
    compileChainRules(await listEnabledRules(deps.db.read, handleId)),
  ),
});
