import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { type OwnedContext, readContext } from "./read-context.ts";
import { requireAllowedOrigin } from "./require-allowed-origin.ts";

/** The click that a token stands for, for a page that its handle trusts or for no page at all. */
export async function getContext(deps: ControlDeps, ctx: string, caller: Caller): Promise<OwnedContext> {
  await deps.limits.count("context", addressKey(caller.address));
  const found = await readContext(deps, ctx);
  await requireAllowedOrigin(deps, found.owner, caller.origin);
  return found;
}
