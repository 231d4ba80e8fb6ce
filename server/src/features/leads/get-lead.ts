import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { noSuchLead, type WholeLead } from "./lead.ts";
import { findLead } from "./store.ts";

/** Throws 404 for one that is not this handle's. */
export async function getLead(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  leadId: string,
): Promise<WholeLead> {
  const whole = await findLead(db.read, handleId, leadId);
  if (whole === undefined) throw noSuchLead();
  return whole;
}
