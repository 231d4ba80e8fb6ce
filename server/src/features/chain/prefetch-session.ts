import type { Asking } from "./asking.ts";
import type { ChainDeps } from "./chain-deps.ts";
import { readFacts } from "./read-facts.ts";
import { type Resolution, resolveChain } from "./resolve-chain.ts";

/** What would be done at each of these moments, were it now. Assigns nothing. */
export async function prefetchSession(
  deps: ChainDeps,
  asking: Asking,
  triggers: readonly string[],
): Promise<ReadonlyMap<string, Resolution>> {
  const rules = await deps.rules.get(asking.handleId);
  const facts = await readFacts(deps.db.read, asking, deps.clock.now());
  return new Map(triggers.map((trigger) => [trigger, resolveChain(rules, trigger, facts)]));
}
