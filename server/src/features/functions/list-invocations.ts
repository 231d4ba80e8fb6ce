import type { MemberActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { flushInvocations } from "./flush-invocations.ts";
import { getBinding } from "./get-binding.ts";
import type { LoggedInvocation } from "./invocation.ts";
import { listInvocations as listRows } from "./invocation-store.ts";

/** Includes every call that this process has answered; those of others come within a second. */
export async function listInvocations(
  deps: ControlDeps,
  { handleId }: MemberActor,
  bindingKey: string,
  before: string | undefined,
  limit: number,
): Promise<Page<LoggedInvocation>> {
  const { createdAt } = await getBinding(deps.db.read, handleId, bindingKey);
  await flushInvocations(deps);
  // A call of an earlier binding of this key may have been written down after that was deleted.
  const rows = await listRows(deps.db.read, handleId, bindingKey, createdAt.getTime(), before, limit + 1);
  return toPage(rows, limit, ({ invocationId }) => [invocationId]);
}
