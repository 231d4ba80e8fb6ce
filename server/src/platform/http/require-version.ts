import { AppError } from "#kernel/errors.ts";

/**
 * Throws 412 where the caller has seen another version than the one that is there, so that no change is lost unseen; 0 is
 * what they have seen who want there to be none yet. `what` is a noun: "link".
 */
export function requireVersion(
  what: string,
  current: { readonly version: number } | undefined,
  ifMatch: number | undefined,
): void {
  if (ifMatch === undefined || (current?.version ?? 0) === ifMatch) return;
  throw new AppError("precondition_failed", refusalOf(what, current, ifMatch), {
    details: { version: current?.version ?? null },
  });
}

function refusalOf(what: string, current: { readonly version: number } | undefined, ifMatch: number): string {
  if (current === undefined) return `There is no such ${what} to match.`;
  if (ifMatch === 0) return `There is such a ${what} already.`;
  return `The ${what} is at version ${current.version} by now.`;
}
