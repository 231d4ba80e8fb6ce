import { AppError } from "#kernel/errors.ts";
import type { Template } from "./template.ts";

/** Throws where the caller has seen another version than the one that is there, so that no change is lost unseen. */
export function requireVersion(template: Template | undefined, ifMatch: number | undefined): void {
  if (ifMatch === undefined || template?.version === ifMatch) return;
  const message =
    template === undefined
      ? "There is no such template to match."
      : `The template is at version ${template.version} by now.`;
  throw new AppError("precondition_failed", message, { details: { version: template?.version ?? null } });
}
