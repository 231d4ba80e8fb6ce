import { mutate } from "#platform/mutate.ts";
import { assignSegments } from "#platform/visits/assign-segments.ts";
import type { Asking } from "./asking.ts";
import type { ChainDeps } from "./chain-deps.ts";
import { readFacts } from "./read-facts.ts";
import { type Resolution, resolveChain } from "./resolve-chain.ts";
import { segmentsOf } from "./segments-of.ts";

/** What is to be done at this moment of a session. Segments that the decision names are the visitor's when this resolves. */
export async function resolveSession(deps: ChainDeps, asking: Asking, trigger: string): Promise<Resolution> {
  const { handleId, sessionId, actor, access } = asking;
  const rules = await deps.rules.get(handleId);
  const facts = await readFacts(deps.db.read, asking, deps.clock.now());
  const resolution = resolveChain(rules, trigger, facts);
  const segments = segmentsOf(resolution.decision);
  if (segments.every((segment) => facts.segments.includes(segment))) return resolution;
  await mutate(deps, actor, access, async (tx, now) => {
    const isChanged = await assignSegments(tx, handleId, sessionId, segments, now);
    return {
      result: undefined,
      audit: null, // Visitors' own doings are no change of the handle.
      visitors: isChanged ? [{ handleId, visitorId: sessionId }] : [],
    };
  });
  return resolution;
}
