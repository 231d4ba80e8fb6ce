import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { inAskingOrder, type PersonalizationRule } from "./personalization-rule.ts";
import { listRules } from "./store.ts";

/** Disabled ones too, each where it would be asked. */
export async function listPersonalizationRules(
  { db }: ControlDeps,
  actor: HandleActor,
): Promise<readonly PersonalizationRule[]> {
  return inAskingOrder(await listRules(db.read, actor.handleId));
}
