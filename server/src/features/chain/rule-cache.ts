import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import { RecentMap } from "#platform/visits/recent-map.ts";
import type { CompiledChainRules } from "./compile-chain-rules.ts";

/** A handle's rules as of the last acknowledged write. */
export type RuleCache = { readonly get: (handleId: string) => Promise<CompiledChainRules> };

const HANDLES_MAX = 2000;

/**
 * What `load` says, remembered until there is news of the handle. The load itself is what is remembered, so that one that
 * began before the news is forgotten with it, and whoever asks after the news is told what a later load says. A load that
 * fails is not remembered.
 */
export function createRuleCache(
  changes: Pick<ChangeFeed, "listen">,
  load: (handleId: string) => Promise<CompiledChainRules>,
  handlesMax = HANDLES_MAX,
): RuleCache {
  let known = new RecentMap<string, Promise<CompiledChainRules>>(handlesMax);
  changes.listen((news) => {
    if (news.kind === "policy") known.delete(news.handleId);
    if (news.kind === "all") known = new RecentMap(handlesMax);
  });
  return {
    get(handleId) {
      const remembered = known.get(handleId);
      if (remembered !== undefined) return remembered;
      const loading = load(handleId).catch((cause) => {
        if (known.get(handleId) === loading) known.delete(handleId);
        throw cause;
      });
      known.set(handleId, loading);
      return loading;
    },
  };
}
