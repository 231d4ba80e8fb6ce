import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { getBinding } from "./get-binding.ts";
import { deleteInvocations } from "./invocation-store.ts";
import { markDeleted } from "./store.ts";

/** No call begins after the answer. Nothing of what was behind it is kept. */
export function deleteBinding(
  deps: ControlDeps,
  actor: MemberActor,
  bindingKey: string,
  ifMatch: number | undefined,
): Promise<void> {
  const { handleId } = actor;
  return mutate(deps, actor, contract.deleteFunctionBinding, async (tx, now) => {
    const before = await getBinding(readerOf(tx), handleId, bindingKey);
    requireVersion("function binding", before, ifMatch);
    const version = before.version + 1;
    await markDeleted(tx, handleId, bindingKey, version, now);
    await deleteInvocations(tx, handleId, bindingKey);
    const told = { bindingKey, version };
    return {
      result: undefined,
      audit: { action: "function_binding.delete", target: bindingKey, details: told },
      events: [{ type: "function_binding.deleted", payload: told }],
    };
  });
}
