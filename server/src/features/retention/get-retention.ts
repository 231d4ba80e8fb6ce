import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Retention, retentionOf } from "./retention.ts";
import { findEventsDays } from "./store.ts";

export async function getRetention(
  { db, retentionDays }: ControlDeps,
  { handleId }: MemberActor,
): Promise<Retention> {
  return retentionOf(await findEventsDays(db.read, handleId), retentionDays);
}
