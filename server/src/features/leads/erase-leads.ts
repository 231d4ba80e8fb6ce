import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { eraseWithin } from "./erase-within.ts";
import { listLeads } from "./store.ts";

/** At once, since all other writers wait meanwhile. */
const BATCH = 100;

/** Erases every lead of an address, and says how many there were. The audit rows name the leads and not the person. */
export async function eraseLeads(deps: ControlDeps, actor: MemberActor, email: string): Promise<number> {
  let erased = 0;
  for (;;) {
    const batch = await eraseBatch(deps, actor, email);
    erased += batch;
    if (batch < BATCH) return erased;
  }
}

const eraseBatch = (deps: ControlDeps, actor: MemberActor, email: string): Promise<number> =>
  mutate(deps, actor, contract.eraseLeads, async (tx, now) => {
    const leads = await listLeads(readerOf(tx), actor.handleId, { email }, undefined, BATCH);
    for (const { lead } of leads) await eraseWithin(tx, actor.handleId, lead, now);
    const audit = leads.map(({ lead }) => ({ action: "lead.erase", target: lead.leadId }));
    return { result: leads.length, audit };
  });
