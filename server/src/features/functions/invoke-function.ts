import { type HandleActor, nameOf } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { PassedAnswer, PassedRequest } from "#platform/http/passed-on.ts";
import { requireInvocable } from "./binding.ts";
import { runBinding } from "./run-binding.ts";
import { findBinding } from "./store.ts";

/** Calls a function for somebody of the handle. The binding is read for each call, so what was switched off is off. */
export async function invokeFunction(
  deps: ControlDeps,
  actor: HandleActor,
  bindingKey: string,
  request: PassedRequest,
): Promise<PassedAnswer> {
  const { handleId, signal } = actor;
  const found = await findBinding(deps.db.read, handleId, bindingKey);
  const binding = requireInvocable(actor, bindingKey, found);
  return runBinding(deps, binding, { handleId, caller: nameOf(actor), request, signal });
}
