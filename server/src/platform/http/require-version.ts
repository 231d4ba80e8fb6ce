import { AppError } from "#kernel/errors.ts";

/**
 * Throws 412 where the caller has seen another version than the one that is there, so that no change is lost unseen.
 * `what` is a noun: "link".
 */
export function requireVersion(
  what: string,
  current: { readonly version: number } | undefined,
  ifMatch: number | undefined,
): void {
  if (ifMatch === undefined || current?.version === ifMatch) return;
  const message =
    current === undefined
      ? `There is no such ${what} to match.`
      : `The ${what} is at version ${current.version} by now.`;
  throw new AppError("precondition_failed", message, { details: { version: current?.version ?? null } });
}
