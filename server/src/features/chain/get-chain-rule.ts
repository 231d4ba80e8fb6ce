import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { ChainRule } from "./chain-rule.ts";
import { findRule } from "./rule-store.ts";

export async function getChainRule(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  ruleId: string,
): Promise<ChainRule> {
  const { rule } = await findRule(db.read, handleId, ruleId);
  if (rule === undefined) throw noSuchRule();
  return rule;
}

/** The same for one that was never there, one that is deleted, and another handle's. */
export const noSuchRule = () => new AppError("not_found", "There is no such rule.");
