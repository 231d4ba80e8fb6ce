import { AppError } from "#kernel/errors.ts";

/** Throws 405 with what is possible. */
export function requireMethod(method: string | undefined, allowed: readonly string[]): void {
  if (method !== undefined && allowed.includes(method)) return;
  throw new AppError("method_not_allowed", `${method} is not possible here.`, { details: { allowed } });
}
