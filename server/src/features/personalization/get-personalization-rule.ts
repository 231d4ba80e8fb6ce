import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { PersonalizationRule } from "./personalization-rule.ts";
import { findRule } from "./store.ts";

export async function getPersonalizationRule(
  { db }: ControlDeps,
  actor: HandleActor,
  ruleId: string,
): Promise<PersonalizationRule> {
  const rule = await findRule(db.read, actor.handleId, ruleId);
  if (rule === undefined) throw noSuchRule();
  return rule;
}

/** Says nothing about the id, so another tenant's rule and none at all are one answer. */
export const noSuchRule = () => new AppError("not_found", "There is no such rule.");
