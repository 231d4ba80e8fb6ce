import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { eraseWithin } from "./erase-within.ts";
import { noSuchLead } from "./lead.ts";
import { findLead } from "./store.ts";

/** Nothing is left of it but that there was one. */
export function deleteLead(
  deps: ControlDeps,
  actor: MemberActor,
  leadId: string,
  ifMatch: number | undefined,
): Promise<void> {
  return mutate(deps, actor, contract.deleteLead, async (tx, now) => {
    const before = await findLead(readerOf(tx), actor.handleId, leadId);
    if (before === undefined) throw noSuchLead();
    requireVersion("lead", before.lead, ifMatch);
    await eraseWithin(tx, actor.handleId, before.lead, now);
    return { result: undefined, audit: { action: "lead.delete", target: leadId } };
  });
}
