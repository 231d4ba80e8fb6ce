import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { requireAddedDomain } from "./require-added-domain.ts";
import { deleteDomain, listBlocked } from "./store.ts";

/** A block ends with it. The audit trail says what had been decided. */
export function deleteDestinationDomain(deps: ControlDeps, actor: MemberActor, text: string): Promise<void> {
  return mutate(deps, actor, contract.deleteDestinationDomain, async (tx) => {
    const read = readerOf(tx);
    const { domain, decision: before, source } = await requireAddedDomain(read, actor.handleId, text);
    await deleteDomain(tx, actor.handleId, domain);
    const change = { before, decision: null, source: null };
    return {
      result: undefined,
      audit: { action: "destination.delete", target: domain, details: { decision: before, source } },
      events: [{ type: "destination.decision_changed", payload: { domain, ...change } }],
      ...(before === "BLOCK" && { policy: { blockedDomains: await listBlocked(read, actor.handleId) } }),
    };
  });
}
