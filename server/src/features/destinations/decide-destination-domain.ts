import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { Decision, DestinationDomain } from "./destination-domain.ts";
import { requireAddedDomain } from "./require-added-domain.ts";
import { listBlocked, updateDomain } from "./store.ts";

export type Decided = { readonly decision: Decision; readonly source: string };

/** Once this resolves, no link is written to a blocked domain and no visitor is sent there, or both are possible again. */
export function decideDestinationDomain(
  deps: ControlDeps,
  actor: MemberActor,
  text: string,
  { decision, source }: Decided,
): Promise<DestinationDomain> {
  return mutate<DestinationDomain>(deps, actor, contract.decideDestinationDomain, async (tx, now) => {
    const read = readerOf(tx);
    const before = await requireAddedDomain(read, actor.handleId, text);
    if (before.decision === decision && before.source === source) return { result: before, audit: null };
    const after: DestinationDomain = { ...before, decision, source, updatedAt: now };
    await updateDomain(tx, actor.handleId, after);
    const { domain } = after;
    const change = { before: before.decision, decision, source };
    const hasChanged = before.decision !== decision;
    return {
      result: after,
      audit: { action: "destination.decide", target: domain, details: change },
      ...(hasChanged && {
        events: [{ type: "destination.decision_changed", payload: { domain, ...change } }],
        policy: { blockedDomains: await listBlocked(read, actor.handleId) },
      }),
    };
  });
}
