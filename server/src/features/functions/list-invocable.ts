import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Binding, mayInvoke } from "./binding.ts";
import { listBindings } from "./store.ts";

/** Exactly those that `invokeFunction` would let this caller invoke. */
export async function listInvocable({ db }: ControlDeps, actor: HandleActor): Promise<readonly Binding[]> {
  const bindings = await listBindings(db.read, actor.handleId);
  return bindings
    .filter((binding) => binding.enabled && mayInvoke(actor, binding))
    .toSorted((one, other) => (one.bindingKey < other.bindingKey ? -1 : 1));
}
