import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Binding } from "./binding.ts";
import { listBindings as listRows } from "./store.ts";

export async function listBindings({ db }: ControlDeps, actor: MemberActor): Promise<readonly Binding[]> {
  const bindings = await listRows(db.read, actor.handleId);
  return bindings.toSorted((one, other) => (one.bindingKey < other.bindingKey ? -1 : 1));
}
