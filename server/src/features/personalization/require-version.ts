import { AppError } from "#kernel/errors.ts";
import type { PersonalizationRule } from "./personalization-rule.ts";

/** Throws where the caller has seen another version than the one that is there, so that no change is lost unseen. */
export function requireVersion(rule: PersonalizationRule | undefined, ifMatch: number | undefined): void {
  if (ifMatch === undefined || rule?.version === ifMatch) return;
  const message =
    rule === undefined ? "There is no such rule to match." : `The rule is at version ${rule.version} by now.`;
  throw new AppError("precondition_failed", message, { details: { version: rule?.version ?? null } });
}
