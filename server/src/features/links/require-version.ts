import { AppError } from "#kernel/errors.ts";
import type { Link } from "./link.ts";

/** Throws where the caller has seen another version than the one that is there, so that no change is lost unseen. */
export function requireVersion(link: Link | undefined, ifMatch: number | undefined): void {
  if (ifMatch === undefined || link?.version === ifMatch) return;
  const message =
    link === undefined ? "There is no such link to match." : `The link is at version ${link.version} by now.`;
  throw new AppError("precondition_failed", message, { details: { version: link?.version ?? null } });
}
