import { requireAllowedOrigin } from "#features/attribution/index.ts";
import { AppError } from "#kernel/errors.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";

type Owner = Parameters<typeof requireAllowedOrigin>[1];

/**
 * Where a person is led on to from a form: a page of the handle, or of a site that it trusts; a path is one of the page's
 * own site. 400 for any other, so that nobody is sent elsewhere from an address of the handle's.
 */
export async function thanksUrl(
  deps: ControlDeps,
  owner: Owner,
  redirectTo: string | undefined,
  origin: string | undefined,
): Promise<string | undefined> {
  if (redirectTo === undefined) return undefined;
  const url = URL.parse(redirectTo, origin ?? handleOrigin(deps.addresses, owner.handle));
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password !== "")
    throw elsewhere();
  await requireAllowedOrigin(deps, owner, url.origin).catch((thrown: unknown) => {
    throw thrown instanceof AppError && thrown.code === "origin_not_allowed" ? elsewhere() : thrown;
  });
  return url.href;
}

function elsewhere(): AppError {
  const message = "It must be a page of the handle, or of one of its context origins.";
  return new AppError("invalid_payload", `redirectTo: ${message}`, {
    details: { details: [{ path: "redirectTo", message }] },
  });
}
